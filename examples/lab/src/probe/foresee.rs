//! What can be said before anything is sent: is there a preflight, and because of what?

use axum::http::{
    HeaderMap, HeaderValue, Request, Response,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
        ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    },
};
use cors::testing::{Exchange, is_forbidden_request_header};
use serde::Serialize;

use super::{
    input::{Credentials, Input, Probe, Problem},
    target::Targets,
};
use crate::stage::{Addresses, Page};

/// What the page shows while the reader types. `` `..` `` in its texts stands for code.
#[derive(Debug, Serialize)]
pub(crate) struct Foreseen {
    /// Why nothing can be asked; empty where it can.
    problems: Vec<Problem>,
    /// Whether a preflight is sent.
    preflight: bool,
    /// "preflight, because .." in one sentence; empty beside problems.
    sentence: String,
    /// What browsers do without a word.
    notes: Vec<String>,
    /// The call as JavaScript.
    asked: String,
    /// How the page can ask it; `None` beside problems.
    browser: Option<InBrowser>,
}

/// The half that the page does.
#[derive(Debug, Serialize)]
struct InBrowser {
    request: InPage,
    /// The page that asks.
    from: Page,
    origin: String,
    /// Whether that page has the claimed origin, so that its outcome can be compared.
    as_claimed: bool,
    /// Why the page cannot ask at all.
    obstacle: Option<String>,
}

/// The arguments of the page's own `fetch`.
#[derive(Debug, Serialize)]
struct InPage {
    via: &'static str,
    url: String,
    method: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    credentials: Credentials,
    mode: &'static str,
}

/// Looks at what is written, with the model of a browser.
pub(crate) fn foresee(input: &Input, targets: Targets, addresses: Addresses) -> Foreseen {
    match input.check(targets) {
        Ok(probe) => {
            let (preflight, sentence) = sentence(&probe);
            Foreseen {
                problems: Vec::new(),
                preflight,
                sentence,
                notes: notes(&probe),
                asked: probe.fetch.to_string(),
                browser: Some(in_browser(&probe, addresses)),
            }
        }
        Err(problems) => Foreseen {
            problems,
            preflight: false,
            sentence: String::new(),
            notes: Vec::new(),
            asked: String::new(),
            browser: None,
        },
    }
}

fn sentence(probe: &Probe) -> (bool, String) {
    let seen = probe.browser.clone().fetch(&probe.fetch, agree);
    if let Some(blocked) = seen.blocked() {
        return (false, format!("nothing is sent: {blocked}"));
    }
    let reasons: Vec<_> =
        probe.browser.preflight_reasons(&probe.fetch).iter().map(ToString::to_string).collect();
    if !reasons.is_empty() {
        return (true, format!("preflight, because {}", reasons.join(" and ")));
    }
    let why = if probe.url.origin().ascii_serialization() == probe.browser.origin() {
        "the page and the server have one origin, so CORS has no say"
    } else {
        "a form could send this too"
    };
    (false, format!("no preflight: {why}"))
}

/// Answers as a server that allows everything, so that the model gets to the request itself.
fn agree(request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (request, _) = request.into_parts();
    let mut response = Response::new(Vec::new());
    let mut copy = |from, to| {
        if let Some(value) = HeaderMap::get(&request.headers, from) {
            response.headers_mut().insert(to, value.clone());
        }
    };
    copy(ORIGIN, ACCESS_CONTROL_ALLOW_ORIGIN);
    copy(ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS);
    copy(ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    response
}

fn notes(probe: &Probe) -> Vec<String> {
    let seen = probe.browser.clone().fetch(&probe.fetch, agree);
    let sent = seen.exchanges().last().map(Exchange::request_headers);
    let mut notes = Vec::new();
    for (name, value) in &probe.headers {
        if is_forbidden_request_header(name, value.as_bytes()) {
            notes.push(format!("`{name}` is a forbidden header: browsers drop it without a word"));
        } else if sent.is_some_and(|sent| !sends(sent, name, value)) {
            notes.push(format!("this browser drops `{name}` without a word"));
        }
    }
    if probe.method.eq_ignore_ascii_case("PATCH") && probe.method != "PATCH" {
        notes.push(format!("`{}` goes out as written, and servers know `PATCH` only", probe.method));
    }
    notes
}

fn sends(sent: &HeaderMap, name: &str, value: &str) -> bool {
    let lines = sent.get_all(name).iter();
    let mut lines = lines.map(HeaderValue::as_bytes);
    lines.any(|line| value.is_empty() || contains(line, value.as_bytes()))
}

fn contains(line: &[u8], part: &[u8]) -> bool {
    !part.is_ascii() || line.windows(part.len()).any(|window| window == part)
}

fn in_browser(probe: &Probe, addresses: Addresses) -> InBrowser {
    let claimed = probe.browser.origin();
    let page = [Page::App, Page::Stranger, Page::Subdomain]
        .into_iter()
        .find(|page| addresses.origin(*page) == claimed);
    let from = page.unwrap_or(Page::App);
    let obstacle = (!Targets::is_open_to_pages(&probe.url)).then(|| {
        format!(
            "A content security policy has no words for `{}`, so no page of the lab can ask it; write `localhost` \
             or `127.0.0.1` where the server listens there too.",
            probe.url.host_str().unwrap_or_default()
        )
    });
    InBrowser {
        request: InPage {
            via: "fetch",
            url: probe.url.to_string(),
            method: probe.method.clone(),
            headers: probe.headers.clone(),
            body: probe.body.clone(),
            credentials: probe.credentials,
            mode: "cors",
        },
        from,
        origin: addresses.origin(from),
        as_claimed: page.is_some(),
        obstacle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::input::{BodyKind, Engine};

    fn input() -> Input {
        Input {
            url: "http://localhost:8080/orders".to_owned(),
            origin: "http://localhost:4400".to_owned(),
            ..Input::default()
        }
    }

    fn foreseen(input: &Input) -> Foreseen {
        foresee(input, Targets::without(4400), Addresses::from_port(4400).unwrap())
    }

    fn lines(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn a_preflight_and_its_reason() {
        for (input, sentence) in [
            (input(), "no preflight: a form could send this too"),
            (
                Input { kind: BodyKind::Json, ..input() },
                "preflight, because `content-type: application/json`",
            ),
            (
                Input { method: "put".to_owned(), headers: lines(&["X-A: 1"]), ..input() },
                "preflight, because method `PUT` and `x-a: 1`",
            ),
            (Input { kind: BodyKind::Form, ..input() }, "no preflight: a form could send this too"),
            (
                Input { origin: "http://localhost:8080".to_owned(), method: "PUT".to_owned(), ..input() },
                "no preflight: the page and the server have one origin, so CORS has no say",
            ),
            (Input { method: "TRACE".to_owned(), ..input() }, "nothing is sent: no script can send TRACE"),
            (Input { method: "GE T".to_owned(), ..input() }, "nothing is sent: `GE T` is no method"),
            (
                Input { method: "GET".to_owned(), kind: BodyKind::Text, ..input() },
                "nothing is sent: GET has no body",
            ),
            (Input { headers: lines(&["x a: 1"]), ..input() }, "nothing is sent: `x a: 1` is no header"),
        ] {
            let foreseen = foreseen(&input);
            assert_eq!(foreseen.sentence, sentence);
            assert_eq!(foreseen.preflight, sentence.starts_with("preflight"));
        }
    }

    #[test]
    fn what_is_dropped_in_silence_is_said() {
        let dropped = Input {
            headers: lines(&["Cookie: a=1", "sec-x: 1", "x-a: 1", "user-agent: me", "x-empty:"]),
            engine: Engine::Chromium,
            method: "Patch".to_owned(),
            ..input()
        };
        assert_eq!(
            foreseen(&dropped).notes,
            [
                "`Cookie` is a forbidden header: browsers drop it without a word",
                "`sec-x` is a forbidden header: browsers drop it without a word",
                "this browser drops `user-agent` without a word",
                "`Patch` goes out as written, and servers know `PATCH` only",
            ]
        );
        let kept = Input { engine: Engine::Standard, headers: lines(&["user-agent: me"]), ..input() };
        assert!(foreseen(&kept).notes.is_empty());
    }

    #[test]
    fn a_problem_stands_in_place_of_the_sentence() {
        let foreseen = foreseen(&Input { url: "http://example.com".to_owned(), ..input() });
        assert_eq!(foreseen.problems.len(), 1);
        assert!(foreseen.browser.is_none() && foreseen.sentence.is_empty());
    }

    #[test]
    fn the_page_of_the_claimed_origin_asks() {
        for (origin, from, as_claimed) in [
            ("http://localhost:4400", Page::App, true),
            ("http://127.0.0.1:4401/", Page::Stranger, true),
            ("http://shop.localhost:4400", Page::Subdomain, true),
            ("https://app.example.com", Page::App, false),
            ("null", Page::App, false),
        ] {
            let browser = foreseen(&Input { origin: origin.to_owned(), ..input() }).browser.unwrap();
            assert_eq!((browser.from, browser.as_claimed), (from, as_claimed), "{origin}");
            assert!(browser.obstacle.is_none());
        }
        let there = Input { url: "http://[::1]:8080".to_owned(), ..input() };
        let obstacle = foreseen(&there).browser.unwrap().obstacle.unwrap();
        assert!(obstacle.contains("has no words for `[::1]`"), "{obstacle}");
    }
}
