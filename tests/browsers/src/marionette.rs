//! Asking Firefox for its console: its own remote protocol, as far as that needs.
//!
//! Chromium and `WebKitGTK` write their consoles to the log; Firefox does not.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// The messages that Firefox has written to its console, oldest first.
///
/// # Errors
/// When it does not listen on `port`, or does not answer as it should.
pub fn console(port: u16) -> Result<Vec<String>, String> {
    let mut firefox = Connection::open(port).map_err(|error| format!("Firefox does not listen: {error}"))?;
    firefox.ask("WebDriver:NewSession", &json!({}))?;
    firefox.ask("Marionette:SetContext", &json!({"value": "chrome"}))?;
    let script =
        "return Services.console.getMessageArray().filter((message) => message instanceof Ci.nsIScriptError)
        .map((message) => message.errorMessage)";
    let answer = firefox.ask("WebDriver:ExecuteScript", &json!({"script": script, "args": []}))?;
    serde_json::from_value(answer["value"].clone()).map_err(|error| format!("{error}: {answer}"))
}

struct Connection {
    stream: BufReader<TcpStream>,
    last: u32,
}

impl Connection {
    fn open(port: u16) -> io::Result<Self> {
        let until = Instant::now() + PATIENCE;
        let stream = loop {
            match TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
                Ok(stream) => break stream,
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        };
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut connection = Self { stream: BufReader::new(stream), last: 0 };
        // It says hello first.
        connection.read()?;
        Ok(connection)
    }

    /// Sends `[0, id, command, parameters]` and reads `[1, id, error, result]`, each behind its length and a colon.
    fn ask(&mut self, command: &str, parameters: &Value) -> Result<Value, String> {
        self.last += 1;
        let message = json!([0, self.last, command, parameters]).to_string();
        let failed = |error: io::Error| format!("{command}: {error}");
        self.stream.get_mut().write_all(format!("{}:{message}", message.len()).as_bytes()).map_err(failed)?;
        let answer = self.read().map_err(failed)?;
        if answer[2].is_null() { Ok(answer[3].clone()) } else { Err(format!("{command}: {}", answer[2])) }
    }

    fn read(&mut self) -> io::Result<Value> {
        let mut length = Vec::new();
        self.stream.read_until(b':', &mut length)?;
        length.pop();
        let length = String::from_utf8_lossy(&length).parse().map_err(io::Error::other)?;
        let mut message = vec![0; length];
        self.stream.read_exact(&mut message)?;
        serde_json::from_slice(&message).map_err(io::Error::other)
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
