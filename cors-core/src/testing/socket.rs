//! A socket as the server: HTTP/1.1, one connection a request.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use http::{
    HeaderName, HeaderValue, Method, Request, Response, StatusCode,
    header::{CONTENT_LENGTH, TRANSFER_ENCODING},
};

/// Sends a request to a socket and reads the whole answer, for a server that chooses the socket itself.
///
/// Speaks HTTP/1.1 without TLS, one connection a request, for at most ten seconds and 16 MiB. It blocks the thread.
///
/// ```no_run
/// use cors_core::testing::{Browser, Fetch, ask};
/// use std::net::SocketAddr;
///
/// // All hosts are this computer, as `api.localhost` is to browsers.
/// let local = async |request: http::Request<Vec<u8>>| {
///     let host = request.headers()["host"].to_str().unwrap_or_default();
///     let port = host.rsplit(':').next().and_then(|port| port.parse().ok()).ok_or("no port")?;
///     ask(SocketAddr::from(([127, 0, 0, 1], port)), &request)
/// };
/// # async {
/// let mut browser = Browser::at("http://localhost:5173");
/// browser.fetch_with(&Fetch::get("http://api.localhost:8080/orders"), local).await.expect_readable();
/// # };
/// ```
///
/// # Errors
/// In the words of a log: not connected, no answer in time, or not HTTP.
pub fn ask(server: SocketAddr, request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => format!("{server} does not answer in time"),
        _ => format!("no connection to {server}: {error}"),
    };
    let bytes = exchange(server, request).map_err(failed)?;
    match parse(request, &bytes) {
        Parsed::Whole(response) | Parsed::UntilClosed(response) => Ok(response),
        Parsed::Partial => Err(format!("the answer of {server} breaks off")),
        Parsed::Wrong => Err(format!("the answer of {server} is not HTTP/1.1")),
    }
}

fn exchange(server: SocketAddr, request: &Request<Vec<u8>>) -> io::Result<Vec<u8>> {
    let until = Instant::now() + PATIENCE;
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // In one piece: a body that follows its head is held back until the head is acknowledged.
    let mut sent = head(request);
    sent.extend_from_slice(request.body());
    stream.write_all(&sent)?;
    let mut bytes = Vec::new();
    let mut part = vec![0; 16 * 1024];
    while bytes.len() < MOST_BYTES {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part)? {
            0 => break,
            read => bytes.extend_from_slice(part.get(..read).unwrap_or_default()),
        }
        // Some servers close late.
        if matches!(parse(request, &bytes), Parsed::Whole(_) | Parsed::Wrong) {
            break;
        }
    }
    Ok(bytes)
}

fn head(request: &Request<Vec<u8>>) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri()).into_bytes();
    let mut line = |name: &str, value: &[u8]| {
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    };
    for (name, value) in request.headers() {
        line(name.as_str(), value.as_bytes());
    }
    line("connection", b"close");
    // A stream has no length before it is sent; here it is known.
    if !request.body().is_empty() && !request.headers().contains_key(CONTENT_LENGTH) {
        line("content-length", request.body().len().to_string().as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// What has been read so far.
enum Parsed {
    /// All of an answer.
    Whole(Response<Vec<u8>>),
    /// An answer that ends where the connection does.
    UntilClosed(Response<Vec<u8>>),
    /// The beginning of an answer.
    Partial,
    /// Something else.
    Wrong,
}

fn parse(request: &Request<Vec<u8>>, bytes: &[u8]) -> Parsed {
    let mut lines = vec![httparse::EMPTY_HEADER; MOST_LINES];
    let mut head = httparse::Response::new(&mut lines);
    let length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Parsed::Partial,
        Err(_) => return Parsed::Wrong,
    };
    let rest = bytes.get(length..).unwrap_or_default();
    let status = head.code.unwrap_or_default();
    if (100..200).contains(&status) && status != 101 {
        return parse(request, rest);
    }
    let mut response = Response::new(Vec::new());
    let Ok(code) = StatusCode::from_u16(status) else {
        return Parsed::Wrong;
    };
    *response.status_mut() = code;
    for line in head.headers.iter() {
        let name = HeaderName::from_bytes(line.name.as_bytes());
        let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(line.value)) else {
            return Parsed::Wrong;
        };
        response.headers_mut().append(name, value);
    }
    if request.method() == Method::HEAD || matches!(status, 101 | 204 | 304) {
        return Parsed::Whole(response);
    }
    let is_chunked = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"chunked");
    if response.headers().get(TRANSFER_ENCODING).is_some_and(is_chunked) {
        let Some(unchunked) = unchunked(rest) else {
            return Parsed::Partial;
        };
        *response.body_mut() = unchunked;
        return Parsed::Whole(response);
    }
    let length = response.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let Some(length) = length else {
        *response.body_mut() = rest.to_vec();
        return Parsed::UntilClosed(response);
    };
    match rest.get(..length) {
        Some(body) => {
            *response.body_mut() = body.to_vec();
            Parsed::Whole(response)
        }
        None => Parsed::Partial,
    }
}

/// The body, if all of it is there.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let httparse::Status::Complete((start, size)) = httparse::parse_chunk_size(rest).ok()? else {
            return None;
        };
        let size = usize::try_from(size).ok()?;
        if size == 0 {
            return Some(body);
        }
        rest = rest.get(start..)?;
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 16 << 20;
const MOST_LINES: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(bytes: &[u8]) -> Result<Response<Vec<u8>>, &'static str> {
        match parse(&Request::new(Vec::new()), bytes) {
            Parsed::Whole(response) => Ok(response),
            Parsed::UntilClosed(_) => Err("until closed"),
            Parsed::Partial => Err("partial"),
            Parsed::Wrong => Err("wrong"),
        }
    }

    #[test]
    fn reads_heads_and_both_kinds_of_body() {
        let plain = parsed(b"HTTP/1.1 204 No Content\r\nVary: Origin\r\nvary:  Accept \r\n\r\n").unwrap();
        assert_eq!(plain.status(), 204);
        assert_eq!(plain.headers().get_all("vary").iter().count(), 2);
        let chunked =
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        assert_eq!(parsed(chunked).unwrap().body(), b"abcde");
        let early =
            b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody";
        assert_eq!(parsed(early).unwrap().body(), b"body");
        for (bytes, state) in [
            (&b"HTTP/1.1 200 OK\r\n"[..], "partial"),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbod", "partial"),
            (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n", "partial"),
            (b"HTTP/1.1 200 OK\r\n\r\nbody", "until closed"),
            (b"SSH-2.0\r\n\r\n", "wrong"),
            (b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", "wrong"),
        ] {
            assert_eq!(parsed(bytes).unwrap_err(), state, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_port_without_a_server_is_said() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let error = ask(address, &Request::new(Vec::new())).unwrap_err();
        assert!(error.starts_with(&format!("no connection to {address}: ")), "{error}");
    }
}
