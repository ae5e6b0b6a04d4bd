//! What comes of a probe: the wire, what the model says, and whether the browser saw the same.

use axum::http::HeaderMap;
use cors::testing::{Exchange, Outcome};
use serde::{Deserialize, Serialize};

use super::{
    input::Probe,
    report,
    target::Targets,
    wire::{self, Repeated},
};
use crate::judge;

/// What the page reports of its own half.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FromBrowser {
    /// What its script got.
    pub(crate) seen: judge::Seen,
    /// The origin of the page that asked.
    pub(crate) origin: String,
    /// Which browser it was, for the report.
    #[serde(default)]
    pub(crate) agent: String,
}

/// Everything that the page shows beside its own half.
#[derive(Debug, Serialize)]
pub(crate) struct Concluded {
    pub(crate) verdict: Verdict,
    exchanges: Vec<OnTheWire>,
    status: Option<u16>,
    /// The headers that the script reads.
    headers: Vec<(String, String)>,
    /// The names that were sent and that it does not see.
    hidden: Vec<String>,
    blocked: Option<Blocked>,
    /// Why the way was not gone to its end.
    strayed: Option<String>,
    agreement: Option<Agreement>,
    /// All of it as plain text.
    pub(crate) report: String,
}

/// What the model says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Readable,
    Blocked,
    Opaque,
    /// Nothing answered.
    Unreachable,
    /// A redirect led away from this computer.
    Unknown,
}

#[derive(Debug, Serialize)]
struct OnTheWire {
    preflight: bool,
    cached: bool,
    method: String,
    url: String,
    request: Vec<(String, String)>,
    status: Option<u16>,
    answer: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Blocked {
    step: &'static str,
    spec: &'static str,
    sentence: String,
    cure: Option<String>,
    preflight: bool,
}

/// Whether browser and model came to the same.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Agreement {
    kind: Agrees,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Agrees {
    Same,
    Different,
    NotCompared,
}

/// Repeats a probe over a socket and compares; `cookies` are what the browser has for `localhost`.
///
/// # Errors
/// When it was not run at all.
pub(crate) async fn ask(
    probe: Probe,
    targets: Targets,
    cookies: String,
    browser: Option<FromBrowser>,
) -> Result<Concluded, String> {
    let (headers, claimed) = (probe.headers.clone(), probe.browser.origin().to_owned());
    let Repeated { seen, strayed } = wire::repeat(probe, cookies, targets).await?;
    let mut exchanges: Vec<_> = seen.exchanges().iter().map(OnTheWire::new).collect();
    if strayed.is_some() {
        // The one that was not sent.
        exchanges.pop();
    }
    let verdict = match seen.outcome() {
        _ if strayed.is_some() => Verdict::Unknown,
        Outcome::Readable(_) => Verdict::Readable,
        Outcome::Blocked(blocked) if blocked.step() == cors::testing::Step::Unreachable => {
            Verdict::Unreachable
        }
        Outcome::Blocked(_) => Verdict::Blocked,
        _ => Verdict::Opaque,
    };
    let mut report = report::story(&seen, &headers, strayed.as_deref());
    let agreement = browser.as_ref().map(|browser| compare(verdict, seen.status(), browser, &claimed));
    if let (Some(browser), Some(agreement)) = (&browser, &agreement) {
        report.push_str(&own_half(browser, agreement));
    }
    let readable = seen.readable();
    Ok(Concluded {
        verdict,
        exchanges,
        status: seen.status(),
        headers: readable.map(|readable| lines(readable.headers())).unwrap_or_default(),
        hidden: readable
            .map(|readable| readable.hidden().iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
        blocked: seen.blocked().filter(|_| strayed.is_none()).map(|blocked| Blocked {
            step: blocked.step().id(),
            spec: blocked.step().spec(),
            sentence: blocked.to_string(),
            cure: blocked.cure().map(str::to_owned),
            preflight: blocked.is_preflight(),
        }),
        strayed,
        agreement,
        report,
    })
}

impl OnTheWire {
    fn new(exchange: &Exchange) -> Self {
        Self {
            preflight: exchange.is_preflight(),
            cached: exchange.is_from_cache(),
            method: exchange.method().to_string(),
            url: exchange.url().to_owned(),
            request: lines(exchange.request_headers()),
            status: exchange.status(),
            answer: exchange.answer_headers().map(lines).unwrap_or_default(),
        }
    }
}

/// Header lines for a page. Scripts do not see cookies, and so this page's script does not.
fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    let line = |name: &str, value: &[u8]| {
        let value = String::from_utf8_lossy(value);
        let value = match name {
            "cookie" => value.split("; ").map(hidden_cookie).collect::<Vec<_>>().join("; "),
            "set-cookie" => hidden_cookie(&value),
            _ => value.into_owned(),
        };
        (name.to_owned(), value)
    };
    headers.iter().map(|(name, value)| line(name.as_str(), value.as_bytes())).collect()
}

fn hidden_cookie(cookie: &str) -> String {
    let pair = cookie.split(';').next().unwrap_or_default();
    match pair.split_once('=') {
        Some((name, _)) => format!("{name}=…"),
        None => "…".to_owned(),
    }
}

fn compare(verdict: Verdict, status: Option<u16>, browser: &FromBrowser, claimed: &str) -> Agreement {
    let agreement = |kind, text: &str| Agreement { kind, text: text.to_owned() };
    if browser.origin != claimed {
        let text = format!(
            "Not compared: the browser asked as {}, the lab as {claimed}. No page of the lab has that origin.",
            browser.origin
        );
        return agreement(Agrees::NotCompared, &text);
    }
    let read = browser.seen.status;
    match (verdict, read) {
        (Verdict::Unknown, _) => {
            agreement(Agrees::NotCompared, "Not compared: the lab did not follow the redirect.")
        }
        (Verdict::Readable, Some(read)) if status == Some(read) => {
            agreement(Agrees::Same, "The browser came to the same.")
        }
        (Verdict::Blocked | Verdict::Unreachable, None) => {
            agreement(Agrees::Same, "The browser came to the same; it only does not say why.")
        }
        (Verdict::Readable, Some(_)) => agreement(
            Agrees::Different,
            "The browser read another status. The server answered differently the second time, or by a cookie that \
             only one of the two sent.",
        ),
        (Verdict::Readable, None) => agreement(
            Agrees::Different,
            "The browser was refused what the model may read. A cookie that only one of the two sent, an answer from \
             a cache, an extension, or a server that answered differently the second time.",
        ),
        _ => agreement(
            Agrees::Different,
            "The browser read what the model may not. A browser that leaves the standard here (choose its engine), a \
             preflight that it remembered, an extension, or a server that answered differently the second time.",
        ),
    }
}

/// The page's own outcome, as the last lines of the report.
fn own_half(browser: &FromBrowser, agreement: &Agreement) -> String {
    let outcome = match (browser.seen.status, &browser.seen.error) {
        (Some(status), _) => format!("status {status}"),
        (None, Some(error)) => error.clone(),
        (None, None) => "nothing".to_owned(),
    };
    // What a page posts could hold line breaks.
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = format!("\nbrowser:   {}, as {}", one_line(&outcome), one_line(&browser.origin));
    if !browser.agent.is_empty() {
        text.push_str("\n           ");
        text.push_str(&one_line(&browser.agent));
    }
    text.push_str("\ncompared:  ");
    text.push_str(agreement.text.strip_prefix("Not compared: ").unwrap_or(&agreement.text));
    text
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    const APP: &str = "http://localhost:4400";

    fn got(status: Option<u16>) -> FromBrowser {
        let error = status.is_none().then(|| "TypeError: Failed\nto fetch".to_owned());
        let seen = judge::Seen { status, error, ..judge::Seen::default() };
        FromBrowser { seen, origin: APP.to_owned(), agent: "Browser/1".to_owned() }
    }

    #[test]
    fn the_two_halves_are_compared_when_they_ask_as_one_origin() {
        for (verdict, status, browser, kind) in [
            (Verdict::Readable, Some(200), Some(200), Agrees::Same),
            (Verdict::Readable, Some(200), Some(401), Agrees::Different),
            (Verdict::Readable, Some(200), None, Agrees::Different),
            (Verdict::Blocked, None, None, Agrees::Same),
            (Verdict::Unreachable, None, None, Agrees::Same),
            (Verdict::Blocked, None, Some(200), Agrees::Different),
            (Verdict::Unknown, None, None, Agrees::NotCompared),
        ] {
            assert_eq!(compare(verdict, status, &got(browser), APP).kind, kind, "{verdict:?} {browser:?}");
        }
        let other = compare(Verdict::Blocked, None, &got(None), "https://app.example.com");
        assert_eq!(other.kind, Agrees::NotCompared);
        assert!(other.text.contains("the browser asked as http://localhost:4400"), "{}", other.text);
    }

    #[test]
    fn the_own_half_cannot_forge_a_line() {
        let browser = got(None);
        let same = Agreement { kind: Agrees::Same, text: "Same.".to_owned() };
        assert_eq!(
            own_half(&browser, &same),
            "\nbrowser:   TypeError: Failed to fetch, as http://localhost:4400\n           Browser/1\ncompared:  Same."
        );
    }

    #[test]
    fn the_script_sees_no_cookie() {
        let headers: HeaderMap = [
            ("cookie", "a=1; session=s3cret"),
            ("set-cookie", "session=s3cret; HttpOnly"),
            ("set-cookie", "s3cret"),
            ("x-a", "1"),
        ]
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .into_iter()
        .collect();
        let shown: Vec<_> =
            lines(&headers).into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(shown, ["cookie: a=…; session=…", "set-cookie: session=…", "set-cookie: …", "x-a: 1"]);
    }
}
