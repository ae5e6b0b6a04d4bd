//! The sockets of a probe: what the model sends goes out, as far as it stays on this computer.

use axum::http::{
    Method, Request, Response,
    header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, LOCATION},
};
use cors::testing::{self, Browser, Seen};
use tokio::runtime::Handle;
use url::{Position, Url};

use super::{input::Probe, target::Targets};

/// What came of a probe on the wire.
#[derive(Debug)]
pub(super) struct Repeated {
    pub(super) seen: Seen,
    /// Why the last redirect was not followed, and so has no answer.
    pub(super) strayed: Option<String>,
}

/// Repeats a probe over sockets. `cookies` are what the reader's browser has for `localhost`.
///
/// # Errors
/// When the thread for it cannot be had.
pub(super) async fn repeat(probe: Probe, cookies: String, targets: Targets) -> Result<Repeated, String> {
    let asked = tokio::task::spawn_blocking(move || {
        let mut wire = Wire { targets, known: vec![probe.url.clone()], strayed: None };
        let mut browser = probe.browser;
        keep_cookies(&mut browser, &probe.url, &cookies);
        // The future waits for nothing but the function, which blocks; so this thread does.
        let seen =
            Handle::current().block_on(browser.fetch_with(&probe.fetch, async |request| wire.ask(&request)));
        Repeated { seen, strayed: wire.strayed }
    });
    asked.await.map_err(|error| format!("the probe was not run: {error}"))
}

/// Cookies belong to a host with all its ports: a server on `localhost` gets those of the lab's page.
fn keep_cookies(browser: &mut Browser, target: &Url, cookies: &str) {
    if target.host_str() == Some("localhost") {
        for pair in cookies.split("; ").filter(|pair| !pair.is_empty()) {
            // The default of browsers, so that a claimed page of another site does not carry the session.
            browser.set_cookie(target.as_str(), &format!("{pair}; SameSite=Lax"));
        }
    }
}

struct Wire {
    targets: Targets,
    /// The address of the probe and those that answers redirected to: a request itself does not tell its scheme.
    known: Vec<Url>,
    strayed: Option<String>,
}

impl Wire {
    fn ask(&mut self, request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
        let url = self.address(request)?;
        let sockets = self.targets.sockets(&url).inspect_err(|why| self.strayed = Some(why.clone()))?;
        // Only a refused connection has sent nothing, so only then the next socket is tried.
        let refused =
            |answer: &Result<_, String>| answer.as_ref().is_err_and(|error| error.contains("refused"));
        let mut answers = sockets.into_iter().map(|socket| testing::ask(socket, request));
        let first = answers.next().unwrap_or_else(|| Err("no socket".to_owned()));
        let answer = match first {
            first if refused(&first) => answers.find(|next| !refused(next)).unwrap_or(first),
            first => first,
        }?;
        if !is_preflight(request) && answer.status().is_redirection() {
            let lines = answer.headers().get_all(LOCATION).iter();
            let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
            self.known.extend(url.join(&lines.join(", ")));
        }
        Ok(answer)
    }

    fn address(&self, request: &Request<Vec<u8>>) -> Result<Url, String> {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let target = request.uri().to_string();
        let is_asked = |url: &&Url| {
            url[Position::BeforeHost..Position::AfterPort] == *host
                && url[Position::BeforePath..Position::AfterQuery] == target
        };
        // The newest first. There is always one, unless the model goes where no answer has sent it.
        let found = self.known.iter().rev().find(is_asked).cloned();
        found.ok_or_else(|| format!("nothing led to `{host}{target}`"))
    }
}

fn is_preflight(request: &Request<Vec<u8>>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}
