//! A server with known answers, which notes what arrives; and a lab that is started for a test.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::Child,
    sync::{Arc, Mutex},
    thread,
};

/// Runs until the test ends.
pub(crate) struct Known {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Known {
    /// Starts to answer; `elsewhere` is where `/elsewhere` redirects to.
    pub(crate) fn start(elsewhere: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (noted, elsewhere) = (Arc::clone(&requests), elsewhere.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A browser opens connections that it then does not use.
                let (noted, elsewhere) = (Arc::clone(&noted), elsewhere.clone());
                thread::spawn(move || answer(stream, &noted, &elsewhere));
            }
        });
        Self { port, requests }
    }

    /// The heads of the requests for `path`, in lower case.
    pub(crate) fn requests(&self, path: &str) -> Vec<String> {
        let all = self.requests.lock().unwrap();
        all.iter().filter(|head| head.split(' ').nth(1) == Some(path)).cloned().collect()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }
}

/// Waits until a lab, whose output is piped, has printed that it listens.
pub(crate) fn until_it_listens(lab: &mut Child) {
    let mut lines = BufReader::new(lab.stdout.take().unwrap()).lines();
    // Both of its lines: it must be able to write the second one.
    assert!(lines.next().is_some() && lines.next().is_some());
}

fn answer(mut stream: TcpStream, noted: &Mutex<Vec<String>>, elsewhere: &str) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    let Some(path) = head.split(' ').nth(1).map(str::to_owned) else { return };
    let head = head.to_ascii_lowercase();
    let field = |name: &str| {
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
    };
    let mut body = vec![0; field("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let origin = field("origin").unwrap_or_default();
    noted.lock().unwrap().push(head);
    let (status, headers) = match path.as_str() {
        "/wildcard" => (
            "200 OK",
            "access-control-allow-origin: *\r\naccess-control-allow-credentials: true\r\n".to_owned(),
        ),
        "/readable" => (
            "200 OK",
            format!(
                "access-control-allow-origin: {origin}\r\naccess-control-expose-headers: x-shown\r\nx-shown: 1\r\n\
                 x-kept: 2\r\nset-cookie: session=s3cret\r\nvary: origin\r\n"
            ),
        ),
        "/elsewhere" => ("302 Found", format!("access-control-allow-origin: *\r\nlocation: {elsewhere}\r\n")),
        "/moved" => ("302 Found", "access-control-allow-origin: *\r\nlocation: /readable\r\n".to_owned()),
        _ => ("200 OK", String::new()),
    };
    let text = "<script>alert(1)</script>";
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}content-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
}
