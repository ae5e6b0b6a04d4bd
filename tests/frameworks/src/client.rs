//! Requests as bytes on a socket.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::exchange::Request;

/// An answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Header lines in order, names in lower case.
    pub lines: Vec<(String, Vec<u8>)>,
    /// What follows the head, as it stands on the wire.
    pub body: Vec<u8>,
}

/// Beside it there can be no `close`: actix-web then refuses to upgrade.
const UPGRADE: &[u8] = b"\r\nConnection: Upgrade\r\n";

const PATIENCE: Duration = Duration::from_secs(20);

/// The bytes of a request, after which the server ends the connection.
#[must_use]
pub fn bytes(request: &Request) -> Vec<u8> {
    let is_upgrade = request.lines.iter().any(|(name, _)| *name == "Upgrade");
    bytes_with(request, if is_upgrade { "Upgrade" } else { "close" })
}

/// The bytes of a request, after which the connection stays.
#[must_use]
pub fn bytes_kept_alive(request: &Request) -> Vec<u8> {
    bytes_with(request, "keep-alive")
}

fn bytes_with(request: &Request, connection: &str) -> Vec<u8> {
    let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method, request.path).into_bytes();
    let own = [("Host", "api.example"), ("Connection", connection)];
    for (name, value) in
        own.iter().map(|(name, value)| (*name, value.as_bytes())).chain(request.lines.iter().copied())
    {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value);
        bytes.extend_from_slice(b"\r\n");
    }
    if !request.body.is_empty() {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", request.body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(request.body.as_bytes());
    bytes
}

/// Sends bytes and reads the answer until the server closes; of an upgrade only the head.
///
/// # Errors
/// Those of the socket, and `InvalidData` where the answer is not HTTP/1.1.
pub fn send(address: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // A server may refuse a request before it has read all of it.
    let written = stream.write_all(request);
    let is_upgrade = request.windows(UPGRADE.len()).any(|line| line == UPGRADE);
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(length) => answer.extend(chunk.iter().take(length)),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset && !answer.is_empty() => break,
            Err(error) => return Err(error),
        }
        if is_upgrade && answer.windows(4).any(|four| four == b"\r\n\r\n") {
            break;
        }
    }
    if answer.is_empty() {
        written?;
    }
    parse(&answer)
}

/// The length of the answer at the start of `bytes`, once all of it is there.
#[must_use]
pub fn complete(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let answer = parse(bytes.get(..head)?).ok()?;
    let has_body = !matches!(answer.status, 204 | 304);
    let length = match answer.values("content-length").next() {
        Some(length) => length.parse().ok()?,
        None if has_body && answer.values("transfer-encoding").any(|value| value == "chunked") => {
            let body = bytes.get(head..)?;
            // Chunks of these tests hold no such line.
            body.windows(5).position(|five| five == b"0\r\n\r\n")? + 5
        }
        None => 0,
    };
    (bytes.len() >= head + length).then_some(head + length)
}

/// Reads an answer.
///
/// # Errors
/// `InvalidData` where it is not HTTP/1.1.
pub fn parse(answer: &[u8]) -> io::Result<Answer> {
    let odd = || io::Error::new(io::ErrorKind::InvalidData, String::from_utf8_lossy(answer).into_owned());
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(odd)?;
    let (head, body) = answer.split_at(end);
    let mut head = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let status = head.next().and_then(|line| line.strip_prefix(b"HTTP/1.1 ")).and_then(|line| line.get(..3));
    let status = status.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok()).ok_or_else(odd)?;
    let mut lines = Vec::new();
    for line in head {
        let colon = line.iter().position(|&byte| byte == b':').ok_or_else(odd)?;
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value).trim_ascii();
        lines.push((String::from_utf8_lossy(name).to_ascii_lowercase(), value.to_vec()));
    }
    Ok(Answer { status, lines, body: body.strip_prefix(b"\r\n\r\n").unwrap_or(body).to_vec() })
}

impl Answer {
    /// The lines called `name` (lower case).
    pub fn values<'a>(&'a self, name: &str) -> impl Iterator<Item = String> + use<'a> {
        let name = name.to_owned();
        let lines = self.lines.iter().filter(move |(line, _)| *line == name);
        lines.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    /// Every line of a CORS header, sorted.
    #[must_use]
    pub fn cors(&self) -> Vec<(String, String)> {
        let mut lines: Vec<_> = self
            .lines
            .iter()
            .filter(|(name, _)| name.starts_with("access-control-"))
            .map(|(name, value)| (name.clone(), String::from_utf8_lossy(value).into_owned()))
            .collect();
        lines.sort();
        lines
    }

    /// The names in `Vary`, in lower case and sorted, doubled ones twice.
    #[must_use]
    pub fn vary(&self) -> Vec<String> {
        let lines: Vec<String> = self.values("vary").collect();
        let names = lines.iter().flat_map(|line| line.split(','));
        let mut names: Vec<_> = names.map(|name| name.trim().to_ascii_lowercase()).collect();
        names.sort();
        names
    }
}
