//! HTTP/1.1 over one socket a request: exact header lines out, exact header lines in.

use std::{borrow::Cow, fmt::Write, net::Ipv4Addr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// The parts of an `http` URL that the lab's URLs have.
#[derive(Debug)]
pub(super) struct Url<'a> {
    pub(super) host: &'a str,
    port: u16,
    target: &'a str,
}

impl<'a> Url<'a> {
    /// `None` for anything but `http://host:port/..`.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("http://")?;
        let (authority, target) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = authority.rsplit_once(':')?;
        let target = if target.is_empty() { "/" } else { target };
        Some(Self { host, port: port.parse().ok()?, target })
    }
}

/// A request before it is sent; `Host`, `Connection` and `Content-Length` are added then.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a Url<'a>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<&'a str>,
}

impl Request<'_> {
    /// The value of the header `name`.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn head(&self) -> String {
        let Url { host, port, target } = self.url;
        let mut head =
            format!("{} {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n", self.method);
        if let Some(body) = self.body {
            // Writing to a string does not fail.
            let _ = write!(head, "Content-Length: {}\r\n", body.len());
        }
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        head
    }
}

/// A response, with header names in lower case.
#[derive(Clone, Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Response {
    /// Every line of the header `name`.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All lines of the header `name` as one value ("get").
    pub(super) fn one(&self, name: &str) -> Option<String> {
        let lines: Vec<&str> = self.all(name).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// The header as a list of tokens: empty without the header, `None` when an item is no token.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        let value = self.one(name).unwrap_or_default();
        let items: Vec<_> = value
            .split(',')
            .map(|item| item.trim_matches([' ', '\t']))
            .filter(|item| !item.is_empty())
            .collect();
        items
            .iter()
            .all(|item| item.bytes().all(is_token_byte))
            .then(|| items.into_iter().map(str::to_owned).collect())
    }

    /// "redirect status".
    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = str::from_utf8(bytes.get(..end)?).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        let headers = lines
            .map(|line| {
                let (name, value) = line.split_once(':')?;
                Some((name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned()))
            })
            .collect::<Option<Vec<_>>>()?;
        let mut response = Self { status, headers, body: Vec::new() };
        let rest = bytes.get(end + 4..)?;
        response.body = if response.one("transfer-encoding").as_deref() == Some("chunked") {
            unchunked(rest)?
        } else {
            rest.to_vec()
        };
        Some(response)
    }
}

/// Sends `request` and reads the whole answer.
///
/// # Errors
/// In the words of a log: not connected, no answer in time, or not HTTP.
pub(super) async fn send(request: &Request<'_>) -> Result<Response, Cow<'static, str>> {
    let exchange = async {
        // `localhost` and every name below it is loopback to a browser, whatever the resolver says.
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, request.url.port)).await?;
        stream.write_all(request.head().as_bytes()).await?;
        stream.write_all(request.body.unwrap_or_default().as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.take(MOST_BYTES).read_to_end(&mut bytes).await?;
        Ok::<_, std::io::Error>(bytes)
    };
    let bytes = match timeout(PATIENCE, exchange).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(format!("no connection: {error}").into()),
        Err(_) => return Err("no answer in time".into()),
    };
    Response::parse(&bytes).ok_or(Cow::Borrowed("the answer is not HTTP/1.1"))
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let size =
            usize::from_str_radix(str::from_utf8(rest.get(..line)?).ok()?.split(';').next()?.trim(), 16)
                .ok()?;
        rest = rest.get(line + 2..)?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

const PATIENCE: Duration = Duration::from_secs(5);
const MOST_BYTES: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_heads_and_both_kinds_of_body() {
        let plain =
            Response::parse(b"HTTP/1.1 204 No Content\r\nVary: Origin\r\nvary:  Accept \r\n\r\n").unwrap();
        assert_eq!((plain.status, plain.one("vary").as_deref()), (204, Some("Origin, Accept")));
        let chunked =
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        assert_eq!(Response::parse(chunked).unwrap().body, b"abcde");
        for broken in
            [&b"HTTP/1.1 200 OK\r\n"[..], b"SSH-2.0\r\n\r\n", b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"]
        {
            assert!(Response::parse(broken).is_none());
        }
    }

    #[test]
    fn a_list_with_a_bad_item_is_none() {
        let list = |value: &str| {
            let headers = vec![("x".to_owned(), value.to_owned())];
            Response { status: 200, headers, body: Vec::new() }.list("x")
        };
        assert_eq!(list("a, ,B\t,").unwrap(), ["a", "B"]);
        assert_eq!(list("a, b c"), None);
        assert_eq!(list("\"a\""), None);
    }

    #[test]
    fn urls_have_a_port() {
        let url = Url::parse("http://localhost:4402/a?b=c").unwrap();
        assert_eq!((url.host, url.port, url.target), ("localhost", 4402, "/a?b=c"));
        assert!(Url::parse("https://localhost:4402/").is_none());
        assert!(Url::parse("http://localhost/").is_none());
    }
}
