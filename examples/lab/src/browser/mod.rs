//! A browser without a window: what the Fetch standard asks of one, as far as the experiments need it.
//!
//! Implements "HTTP fetch", "CORS-preflight fetch", "CORS check" and the filtered responses of
//! [Fetch](https://fetch.spec.whatwg.org/) over real sockets, with a preflight cache, an HTTP cache that heeds
//! `Vary`, and cookies by host. It does not follow redirects of an actual request: it says so instead.

mod http_cache;
mod preflight_cache;
mod safelist;
mod wire;

use std::borrow::Cow;

use self::{
    http_cache::HttpCache,
    preflight_cache::PreflightCache,
    wire::{Request, Response, Url},
};
use crate::{
    experiments::{Credentials, Mode, Sent, Via},
    judge::Seen,
};

/// One page of one browser, with caches of its own.
#[derive(Debug)]
pub(crate) struct Browser {
    origin: String,
    cookies: Vec<Cookie>,
    preflights: PreflightCache,
    answers: HttpCache,
}

/// A cookie belongs to a host, whatever the port.
#[derive(Debug)]
struct Cookie {
    host: String,
    pair: String,
}

/// Why the script gets an exception.
type Cause = Cow<'static, str>;

impl Browser {
    /// Opens a page of `origin`, without any cookie.
    pub(crate) fn new(origin: String) -> Self {
        Self {
            origin,
            cookies: Vec::new(),
            preflights: PreflightCache::default(),
            answers: HttpCache::default(),
        }
    }

    /// Visits `url` as a user does, and keeps the cookies that the site sets.
    ///
    /// # Errors
    /// When nothing answers there.
    pub(crate) async fn visit(&mut self, url: &str) -> Result<(), String> {
        let url = Url::parse(url).ok_or("not an http URL")?;
        let request = Request { method: "GET", url: &url, headers: Vec::new(), body: None };
        let response = wire::send(&request).await?;
        for line in response.all("set-cookie") {
            let pair = line.split(';').next().unwrap_or_default().trim().to_owned();
            self.cookies.push(Cookie { host: url.host.to_owned(), pair });
        }
        Ok(())
    }

    /// Does what a script asks, and returns what it gets to see.
    pub(crate) async fn run(&mut self, sent: &Sent) -> Seen {
        let result = match (Url::parse(&sent.url), sent.mode) {
            (None, _) => Err("not an http URL".into()),
            (Some(url), Mode::NoCors) => self.no_cors(sent, &url).await,
            (Some(url), Mode::Cors) => self.cors(sent, &url).await,
        };
        result.unwrap_or_else(|cause| Seen {
            error: Some("TypeError: Failed to fetch".to_owned()),
            cause: Some(cause.into_owned()),
            ..Seen::default()
        })
    }

    /// Mode `no-cors`: only what a form or an image could send, and nothing of the answer.
    async fn no_cors(&mut self, sent: &Sent, url: &Url<'_>) -> Result<Seen, Cause> {
        if !safelist::is_method(sent.method) {
            return Err("mode no-cors: only GET, HEAD and POST".into());
        }
        let mut headers = self.general(sent, url);
        headers.extend(
            sent.headers.iter().filter(|(name, value)| safelist::is_request_header(name, value)).map(owned),
        );
        // "Append a request `Origin` header": in this mode not on GET and HEAD.
        if sent.method == "POST" {
            headers.push(("Origin".to_owned(), self.origin.clone()));
        }
        self.load(sent, url, headers).await?;
        Ok(Seen { opaque: true, ..Seen::default() })
    }

    /// Mode `cors` to another origin ("HTTP fetch").
    async fn cors(&mut self, sent: &Sent, url: &Url<'_>) -> Result<Seen, Cause> {
        let unsafe_names = safelist::unsafe_names(sent.headers);
        let must_ask =
            !safelist::is_method(sent.method) || !unsafe_names.is_empty() || sent.via == Via::UploadListener;
        if must_ask {
            let key = preflight_cache::Key::new(&self.origin, sent);
            let known = self.preflights.covers(&key, sent.method, &unsafe_names);
            if !known {
                self.preflight(sent, url, &unsafe_names).await?;
            }
        }
        let mut headers = self.general(sent, url);
        headers.extend(sent.headers.iter().map(owned));
        headers.push(("Origin".to_owned(), self.origin.clone()));
        let response = self.load(sent, url, headers).await?;
        if response.is_redirect() {
            return Err("a redirect of the request itself, which this model does not follow".into());
        }
        self.cors_check(sent, &response)?;
        Ok(filtered(sent, &response))
    }

    /// "CORS-preflight fetch".
    async fn preflight(&mut self, sent: &Sent, url: &Url<'_>, unsafe_names: &[String]) -> Result<(), Cause> {
        let mut headers = vec![
            ("Accept".to_owned(), "*/*".to_owned()),
            ("Access-Control-Request-Method".to_owned(), sent.method.to_owned()),
        ];
        if !unsafe_names.is_empty() {
            headers.push(("Access-Control-Request-Headers".to_owned(), unsafe_names.join(",")));
        }
        headers.push(("Origin".to_owned(), self.origin.clone()));
        headers.extend(self.fetch_metadata(sent, url));
        let request = Request { method: "OPTIONS", url, headers, body: None };
        let response = wire::send(&request).await?;

        self.cors_check(sent, &response).map_err(|cause| Cow::Owned(format!("preflight: {cause}")))?;
        if !(200..=299).contains(&response.status) {
            return Err(format!("preflight: status {} is not 200 to 299", response.status).into());
        }
        let methods =
            response.list("access-control-allow-methods").ok_or("preflight: not a list of methods")?;
        let names =
            response.list("access-control-allow-headers").ok_or("preflight: not a list of headers")?;
        let wildcard =
            |list: &[String]| sent.credentials != Credentials::Include && list.iter().any(|item| item == "*");
        if !safelist::is_method(sent.method)
            && !methods.iter().any(|method| method == sent.method)
            && !wildcard(&methods)
        {
            return Err(format!("preflight: method {} is not in the list", sent.method).into());
        }
        let listed = |name: &String| names.iter().any(|item| item.eq_ignore_ascii_case(name));
        // Engines let `*` cover `authorization` too (whatwg/fetch#1919); no experiment depends on it.
        if let Some(name) = unsafe_names.iter().find(|name| !listed(name) && !wildcard(&names)) {
            return Err(format!("preflight: header {name} is not in the list").into());
        }
        let key = preflight_cache::Key::new(&self.origin, sent);
        self.preflights.remember(key, &methods, &names, response.one("access-control-max-age").as_deref());
        Ok(())
    }

    /// "CORS check": the four steps, on the combined value.
    fn cors_check(&self, sent: &Sent, response: &Response) -> Result<(), Cause> {
        let with_credentials = sent.credentials == Credentials::Include;
        let Some(allowed) = response.one("access-control-allow-origin") else {
            return Err("no Access-Control-Allow-Origin".into());
        };
        if !with_credentials && allowed == "*" {
            return Ok(());
        }
        if allowed != self.origin {
            return Err(
                format!("Access-Control-Allow-Origin is `{allowed}`, the page is {}", self.origin).into()
            );
        }
        if !with_credentials || response.one("access-control-allow-credentials").as_deref() == Some("true") {
            return Ok(());
        }
        Err("Access-Control-Allow-Credentials is not `true`".into())
    }

    /// A request that may be answered by the cache.
    async fn load(
        &mut self,
        sent: &Sent,
        url: &Url<'_>,
        headers: Vec<(String, String)>,
    ) -> Result<Response, Cause> {
        let request = Request { method: sent.method, url, headers, body: sent.body };
        if let Some(known) = self.answers.find(&sent.url, &request) {
            return Ok(known);
        }
        let response = wire::send(&request).await?;
        self.answers.keep(&sent.url, &request, &response);
        Ok(response)
    }

    /// What the browser itself adds.
    fn general(&self, sent: &Sent, url: &Url<'_>) -> Vec<(String, String)> {
        let mut headers = vec![("Accept".to_owned(), "*/*".to_owned())];
        headers.extend(self.fetch_metadata(sent, url));
        if sent.body.is_some() && !sent.headers.iter().any(|(name, _)| *name == "content-type") {
            headers.push(("Content-Type".to_owned(), "text/plain;charset=UTF-8".to_owned()));
        }
        let cookies: Vec<&str> = self
            .cookies
            .iter()
            .filter(|cookie| sent.credentials == Credentials::Include && cookie.host == url.host)
            // The session is SameSite=Lax: a page of another site does not get it sent.
            .filter(|_| self.is_same_site(url))
            .map(|cookie| cookie.pair.as_str())
            .collect();
        if !cookies.is_empty() {
            headers.push(("Cookie".to_owned(), cookies.join("; ")));
        }
        headers
    }

    fn fetch_metadata(&self, sent: &Sent, url: &Url<'_>) -> [(String, String); 3] {
        let mode = if sent.mode == Mode::Cors { "cors" } else { "no-cors" };
        // Never same-origin: each server of the lab has an origin of its own.
        let site = if self.is_same_site(url) { "same-site" } else { "cross-site" };
        [
            ("Sec-Fetch-Mode".to_owned(), mode.to_owned()),
            ("Sec-Fetch-Site".to_owned(), site.to_owned()),
            ("Sec-Fetch-Dest".to_owned(), "empty".to_owned()),
        ]
    }

    /// All hosts of the lab are sites of their own, so a site is a host here.
    fn is_same_site(&self, url: &Url<'_>) -> bool {
        Url::parse(&self.origin).is_some_and(|page| page.host == url.host)
    }
}

/// "CORS filtered response".
fn filtered(sent: &Sent, response: &Response) -> Seen {
    let exposed = response.list("access-control-expose-headers").unwrap_or_default();
    let everything = sent.credentials != Credentials::Include && exposed.iter().any(|name| name == "*");
    let readable = |name: &str| {
        safelist::is_response_header(name)
            || ((everything || exposed.iter().any(|item| item.eq_ignore_ascii_case(name)))
                && !["set-cookie", "set-cookie2"].contains(&name))
    };
    Seen {
        status: Some(response.status),
        headers: response.headers.iter().filter(|(name, _)| readable(name)).cloned().collect(),
        body: String::from_utf8_lossy(&response.body).into_owned(),
        ..Seen::default()
    }
}

fn owned((name, value): &(&str, &str)) -> (String, String) {
    ((*name).to_owned(), (*value).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{experiments::cases, stage::Addresses};

    fn sent(id: &str) -> Sent {
        let case = cases().into_iter().find(|case| case.id() == id).unwrap();
        case.requests(Addresses::from_port(4400).unwrap(), "r").remove(0)
    }

    fn answer(headers: &[(&str, &str)]) -> Response {
        Response { status: 200, headers: headers.iter().map(owned).collect(), body: Vec::new() }
    }

    /// The rows that are most often got wrong; whether the header set of `with` passes.
    #[test]
    fn the_cors_check_compares_bytes() {
        let browser = Browser::new("http://localhost:4400".to_owned());
        let (plain, session) = (sent("simple-get"), sent("delete-with-credentials"));
        let passes = |sent, headers: &[(&str, &str)]| browser.cors_check(sent, &answer(headers)).is_ok();
        let origin = "access-control-allow-origin";
        let credentials = "access-control-allow-credentials";
        assert!(passes(&plain, &[(origin, "*")]));
        assert!(passes(&plain, &[(origin, "*"), (credentials, "true")]));
        assert!(passes(&plain, &[(origin, "http://localhost:4400")]));
        assert!(!passes(&plain, &[]));
        assert!(!passes(&plain, &[(origin, "http://localhost:4400/")]));
        assert!(!passes(&plain, &[(origin, "http://localhost:3000")]));
        assert!(!passes(&plain, &[(origin, "http://localhost:4400"), (origin, "http://localhost:4400")]));
        assert!(!passes(&session, &[(origin, "*"), (credentials, "true")]));
        assert!(!passes(&session, &[(origin, "http://localhost:4400")]));
        assert!(!passes(&session, &[(origin, "http://localhost:4400"), (credentials, "True")]));
        assert!(passes(&session, &[(origin, "http://localhost:4400"), (credentials, "true")]));
    }

    #[test]
    fn scripts_read_the_safelisted_and_the_exposed() {
        let response = answer(&[
            ("content-type", "text/plain"),
            ("x-a", "1"),
            ("x-b", "2"),
            ("set-cookie", "a=b"),
            ("access-control-expose-headers", "X-A, Set-Cookie"),
        ]);
        let names: Vec<_> =
            filtered(&sent("simple-get"), &response).headers.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["content-type", "x-a"]);
    }
}
