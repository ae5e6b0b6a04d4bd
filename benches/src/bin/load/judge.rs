//! Whether an answer is right.

use benches::cases::HEADERS;

use crate::apps::{App, Ask, BODY};

/// Knows what one program must answer to one request.
#[derive(Debug)]
pub(crate) struct Judge {
    status: u16,
    allowed: Option<&'static str>,
    ask: Ask,
    /// Answers that were found right, as they stand: the next one that is equal needs no parser.
    right: Vec<Vec<u8>>,
}

/// What becomes of the bytes so far.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// More must come.
    Incomplete,
    Right,
    /// In words.
    Wrong(String),
}

/// The head and the body of a whole answer.
struct Answer<'a> {
    status: u16,
    lines: Vec<(&'a str, &'a str)>,
    body: &'a str,
}

impl Judge {
    pub(crate) fn new(app: &App, ask: Ask) -> Self {
        Self { status: app.status(ask), allowed: app.allowed(), ask, right: Vec::new() }
    }

    /// Judges what came after one request.
    pub(crate) fn judge(&mut self, bytes: &[u8]) -> Verdict {
        // From the newest: the date changes once a second.
        if self.right.iter().rev().any(|known| known == bytes) {
            return Verdict::Right;
        }
        let answer = match Answer::parse(bytes) {
            Ok(Some(answer)) => answer,
            Ok(None) => return Verdict::Incomplete,
            Err(why) => return Verdict::Wrong(why),
        };
        if let Some(why) = self.why_wrong(&answer) {
            return Verdict::Wrong(format!("{why}\n{}", String::from_utf8_lossy(bytes)));
        }
        if self.right.len() >= MOST_KNOWN {
            self.right.remove(0);
        }
        self.right.push(bytes.to_vec());
        Verdict::Right
    }

    fn why_wrong(&self, answer: &Answer<'_>) -> Option<String> {
        if answer.status != self.status {
            return Some(format!("{} instead of {}", answer.status, self.status));
        }
        let expected: Vec<&str> = self.allowed.into_iter().collect();
        if answer.values("access-control-allow-origin") != expected {
            return Some(format!("the page is to be let in by {expected:?}"));
        }
        let credentials: &[&str] = if self.allowed.is_some() { &["true"] } else { &[] };
        if answer.values("access-control-allow-credentials") != credentials {
            return Some(format!("credentials are to be {credentials:?}"));
        }
        match self.ask {
            Ask::Actual if answer.body != BODY => Some("the body is another".to_owned()),
            Ask::Preflight if self.allowed.is_some() => {
                // Libraries list all methods of the policy, of the path, or the one of the handler: what was asked
                // for is in each.
                let methods = answer.list("access-control-allow-methods");
                let headers = answer.list("access-control-allow-headers");
                let all = methods.contains(&"PUT")
                    && HEADERS
                        .iter()
                        .all(|name| headers.iter().any(|listed| listed.eq_ignore_ascii_case(name)));
                (!all || answer.values("access-control-max-age") != ["600"])
                    .then(|| "a list is short".to_owned())
            }
            _ => None,
        }
    }
}

impl<'a> Answer<'a> {
    /// `None` before all of it is there.
    fn parse(bytes: &'a [u8]) -> Result<Option<Self>, String> {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            return Ok(None);
        };
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok());
        let status = status.ok_or_else(|| format!("no status line: {head}"))?;
        let lines = lines.map(|line| line.split_once(':').map(|(name, value)| (name, value.trim())));
        let lines: Option<Vec<_>> = lines.collect();
        let answer = Self { status, lines: lines.ok_or_else(|| format!("not a header: {head}"))?, body };
        let length = match *answer.values("content-length") {
            [] if status == 204 => 0,
            [length] => length.parse().map_err(|_| format!("no length: {length}"))?,
            _ => return Err(format!("no length: {head}")),
        };
        match body.len() {
            more if more > length => Err(format!("more than was asked for: {text}")),
            less if less < length => Ok(None),
            _ => Ok(Some(answer)),
        }
    }

    fn values(&self, name: &str) -> Vec<&'a str> {
        let is_it = |line: &&(&str, &str)| line.0.eq_ignore_ascii_case(name);
        self.lines.iter().filter(is_it).map(|(_, value)| *value).collect()
    }

    fn list(&self, name: &str) -> Vec<&'a str> {
        self.values(name).into_iter().flat_map(|value| value.split(',')).map(str::trim).collect()
    }
}

/// The lines of actix-web come in more than one order, so there are several in a second.
const MOST_KNOWN: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apps::{APPS, Kind};

    const ACTUAL: &str = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nAccess-Control-Allow-Origin: https://app.example.com\r\n\
        Access-Control-Allow-Credentials: true\r\n\r\ntea 3, sugar 1\n";
    const PREFLIGHT: &str = "HTTP/1.1 204 No Content\r\naccess-control-allow-origin: https://app.example.com\r\n\
        access-control-allow-credentials: true\r\naccess-control-allow-methods: PUT\r\naccess-control-max-age: 600\r\n\
        access-control-allow-headers: authorization, Content-Type,x-request-id\r\n\r\n";

    fn verdict(kind: Kind, ask: Ask, bytes: &str) -> Verdict {
        let app = APPS.iter().find(|app| app.kind == kind).unwrap();
        Judge::new(app, ask).judge(bytes.as_bytes())
    }

    #[test]
    fn lets_right_answers_pass() {
        assert_eq!(verdict(Kind::Cors, Ask::Actual, ACTUAL), Verdict::Right);
        assert_eq!(verdict(Kind::Cors, Ask::Preflight, PREFLIGHT), Verdict::Right);
        let bare = "HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(verdict(Kind::Bare, Ask::Preflight, bare), Verdict::Right);
    }

    #[test]
    fn waits_for_the_whole_answer() {
        for length in 0..ACTUAL.len() {
            assert_eq!(verdict(Kind::Cors, Ask::Actual, &ACTUAL[..length]), Verdict::Incomplete, "{length}");
        }
    }

    #[test]
    fn finds_what_is_wrong() {
        let changed = [
            (Kind::Bare, Ask::Actual, ACTUAL.to_owned()),
            (Kind::Cors, Ask::Actual, ACTUAL.replace("200", "204")),
            (Kind::Cors, Ask::Actual, ACTUAL.replace("app.", "evil.")),
            (Kind::Cors, Ask::Actual, ACTUAL.replace("Access-Control-Allow-Origin", "X-Other")),
            (Kind::Cors, Ask::Actual, ACTUAL.replace("Access-Control-Allow-Credentials", "X-Other")),
            (Kind::Cors, Ask::Actual, ACTUAL.replace("tea", "tee")),
            (Kind::Cors, Ask::Actual, format!("{ACTUAL}HTTP/1.1 200 OK\r\n")),
            (
                Kind::Cors,
                Ask::Actual,
                ACTUAL.replace("\r\n\r\n", "\r\naccess-control-allow-origin: *\r\n\r\n"),
            ),
            (Kind::Cors, Ask::Preflight, PREFLIGHT.replace("PUT", "GET")),
            (Kind::Cors, Ask::Preflight, PREFLIGHT.replace(",x-request-id", "")),
            (Kind::Cors, Ask::Preflight, PREFLIGHT.replace("600", "60")),
        ];
        for (kind, ask, bytes) in changed {
            assert!(matches!(verdict(kind, ask, &bytes), Verdict::Wrong(_)), "{bytes}");
        }
    }
}
