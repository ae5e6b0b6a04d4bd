//! The algorithm: from the arguments of `fetch()` to what the script sees.
//!
//! Implements [Fetch, "new Request"](https://fetch.spec.whatwg.org/#dom-request),
//! [Fetch, "main fetch"](https://fetch.spec.whatwg.org/#concept-main-fetch),
//! [Fetch, "HTTP fetch"](https://fetch.spec.whatwg.org/#concept-http-fetch),
//! [Fetch, "CORS-preflight fetch"](https://fetch.spec.whatwg.org/#cors-preflight-fetch) and
//! [Fetch, "HTTP-redirect fetch"](https://fetch.spec.whatwg.org/#concept-http-redirect-fetch).

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response,
    header::{
        ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
        CONTENT_LENGTH, COOKIE, HOST, LOCATION, ORIGIN, REFERER, SET_COOKIE, USER_AGENT,
    },
};
use url::{Position, Url};

use super::{
    blocked::{Blocked, Step},
    browser::Browser,
    check::cors_check,
    exchange::Exchange,
    fetch::{Body, Credentials, Fetch, Mode, Redirect},
    page::{self, OPAQUE},
    preflight_cache::Key,
    profile::RedirectedAuthorization,
    reason::PreflightReason,
    safelist::{is_forbidden_request_header, is_no_cors_safelisted, unsafe_names},
    seen::{Outcome, Readable, Seen},
    values::{combined, shown, tokens, trimmed},
};
use crate::{header_name, method, token};

/// Runs a whole fetch.
pub(super) async fn run<T>(browser: &mut Browser, fetch: &Fetch, server: &mut T) -> Seen
where
    T: AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>,
{
    let mut exchanges = Vec::new();
    let (mut page, profile) = (browser.origin().to_owned(), browser.profile.name());
    if let Some(site) = browser.page.address() {
        page = site;
    }
    let reasons = preflight_reasons(browser, fetch);
    let outcome = match Going::new(browser, fetch) {
        Ok(going) => going.main_fetch(browser, server, &mut exchanges).await,
        Err(blocked) => Err(blocked),
    };
    let outcome = outcome.unwrap_or_else(Outcome::Blocked);
    Seen {
        page,
        profile,
        asked: fetch.to_string(),
        reasons,
        exchanges,
        outcome,
        policy: browser.policy.clone(),
    }
}

/// Why the first request of a fetch needs a preflight.
pub(super) fn preflight_reasons(browser: &Browser, fetch: &Fetch) -> Vec<PreflightReason> {
    let Ok(going) = Going::new(browser, fetch) else {
        return Vec::new();
    };
    if going.mode != Mode::Cors || browser.page.is_same_origin(&going.url) {
        return Vec::new();
    }
    let mut reasons = Vec::new();
    if !method::is_safelisted(going.method.as_bytes()) {
        reasons.push(PreflightReason::Method(going.method.clone()));
    }
    for name in going.unsafe_names(browser) {
        let value = going.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
        let value = value.map(|(_, value)| shown(value)).unwrap_or_default();
        reasons.push(PreflightReason::Header { name, value });
    }
    if matches!(fetch.body, Body::Stream(_)) {
        reasons.push(PreflightReason::Stream);
    }
    if fetch.upload_listener {
        reasons.push(PreflightReason::UploadListener);
    }
    reasons
}

/// A request on its way, with what redirects change.
struct Going {
    method: String,
    url: Url,
    /// One entry a name, as the script spelt it.
    headers: Vec<(String, Vec<u8>)>,
    body: Body,
    credentials: Credentials,
    mode: Mode,
    redirect: Redirect,
    /// "use-CORS-preflight flag"
    always_asks: bool,
    redirects: u32,
    /// Redirected through an origin that is not the page's: the page's is not told any more.
    tainted: bool,
    /// "response tainting": once it is `cors` it stays.
    tainting: Tainting,
    /// `authorization` was dropped by the last redirect.
    dropped_authorization: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tainting {
    Basic,
    Cors,
    Opaque,
}

/// Where a request goes on.
enum Next {
    Done(Outcome),
    Redirected,
}

impl Going {
    /// "new Request": what a browser makes of the arguments.
    fn new(browser: &Browser, fetch: &Fetch) -> Result<Self, Blocked> {
        let invalid = |sentence: String| Blocked::new(Step::InvalidRequest, sentence);
        let Some(url) = browser.page.resolve(&fetch.url) else {
            return Err(invalid(format!("`{}` is no address", fetch.url)));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid(format!("`{}` has a user name in it", fetch.url)));
        }
        if !page::is_http(&url) {
            return Err(invalid(format!("`{}` is no http address", fetch.url)));
        }
        if !token::is_token(fetch.method.as_bytes()) {
            return Err(invalid(format!("`{}` is no method", fetch.method)));
        }
        if method::is_forbidden(fetch.method.as_bytes()) {
            let sentence = format!("no script can send {}", fetch.method);
            return Err(Blocked::new(Step::ForbiddenMethod, sentence));
        }
        let method = if method::normalizes(fetch.method.as_bytes()) {
            fetch.method.to_ascii_uppercase()
        } else {
            fetch.method.clone()
        };
        if fetch.mode == Mode::NoCors && !method::is_safelisted(method.as_bytes()) {
            let sentence = format!("mode `no-cors` takes GET, HEAD and POST, not {method}");
            return Err(Blocked::new(Step::NoCorsMethod, sentence));
        }
        if fetch.mode == Mode::NoCors && fetch.redirect != Redirect::Follow {
            return Err(invalid("mode `no-cors` follows redirects".to_owned()));
        }
        let stream = matches!(fetch.body, Body::Stream(_));
        if fetch.body != Body::None && (method == "GET" || method == "HEAD") {
            return Err(invalid(format!("{method} has no body")));
        }
        if stream && fetch.mode == Mode::NoCors {
            return Err(invalid("mode `no-cors` takes no stream".to_owned()));
        }
        Ok(Self {
            headers: headers(browser, fetch)?,
            method,
            url,
            body: fetch.body.clone(),
            credentials: fetch.credentials,
            mode: fetch.mode,
            redirect: fetch.redirect,
            always_asks: stream || fetch.upload_listener,
            redirects: 0,
            tainted: false,
            tainting: Tainting::Basic,
            dropped_authorization: false,
        })
    }

    /// "main fetch", again for each redirect.
    async fn main_fetch<T>(
        mut self,
        browser: &mut Browser,
        server: &mut T,
        exchanges: &mut Vec<Exchange>,
    ) -> Result<Outcome, Blocked>
    where
        T: AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>,
    {
        loop {
            let same_origin = browser.page.is_same_origin(&self.url) && !self.tainted;
            if self.tainting != Tainting::Basic || !same_origin {
                self.tainting = match self.mode {
                    Mode::SameOrigin => {
                        let sentence = format!(
                            "mode `same-origin`, and {} is another origin",
                            self.url.origin().ascii_serialization()
                        );
                        return Err(Blocked::new(Step::NotSameOrigin, sentence));
                    }
                    Mode::NoCors => Tainting::Opaque,
                    Mode::Cors => Tainting::Cors,
                };
            }
            if self.tainting == Tainting::Cors {
                self.ask_first(browser, server, exchanges).await?;
            }
            match self.http_fetch(browser, server, exchanges).await? {
                Next::Done(outcome) => return Ok(outcome),
                Next::Redirected => {}
            }
        }
    }

    /// The first half of "HTTP fetch": a preflight, unless none is needed or one is remembered.
    async fn ask_first<T>(
        &self,
        browser: &mut Browser,
        server: &mut T,
        exchanges: &mut Vec<Exchange>,
    ) -> Result<(), Blocked>
    where
        T: AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>,
    {
        let mut names = self.unsafe_names(browser);
        let mut origin = self.origin(browser);
        let mut asks = self.always_asks || !method::is_safelisted(self.method.as_bytes());
        if self.dropped_authorization {
            match browser.profile.redirected_authorization {
                RedirectedAuthorization::Dropped => {}
                RedirectedAuthorization::AskedAsPage => {
                    asks = true;
                    browser.origin().clone_into(&mut origin);
                }
                RedirectedAuthorization::AskedByName => names.insert(0, "authorization".to_owned()),
            }
        }
        let (now, key) = (browser.now, self.key(&origin));
        let knows_method = browser.preflights.has_method(now, &key, &self.method);
        let knows_names =
            names.iter().all(|name| browser.preflights.has_name(now, &key, &browser.profile, name));
        if (!asks || knows_method) && knows_names {
            return Ok(());
        }

        let mut headers = self.general(browser);
        append(&mut headers, ACCEPT, b"*/*");
        append(&mut headers, ACCESS_CONTROL_REQUEST_METHOD, self.method.as_bytes());
        if !names.is_empty() {
            append(&mut headers, ACCESS_CONTROL_REQUEST_HEADERS, names.join(",").as_bytes());
        }
        append(&mut headers, ORIGIN, origin.as_bytes());
        let exchange = Exchange {
            method: Method::OPTIONS,
            url: self.url.to_string(),
            request: headers,
            preflight: true,
            from_cache: false,
            answer: Err(String::new()),
        };
        let answer = send(exchange, Vec::new(), server, exchanges).await?;
        self.read_preflight(browser, &key, &names, &answer)
    }

    /// "CORS-preflight fetch", from the answer on.
    fn read_preflight(
        &self,
        browser: &mut Browser,
        key: &Key,
        names: &[String],
        answer: &Response<Vec<u8>>,
    ) -> Result<(), Blocked> {
        let fails = |step, sentence: &str| {
            Err(Blocked::by_answer(step, true, sentence).with_cure(self.cure(browser, step, names)))
        };
        if let Err((step, sentence)) = cors_check(&key.origin, key.with_credentials, answer.headers()) {
            return fails(step, &sentence);
        }
        if !answer.status().is_success() {
            let status = answer.status().as_u16();
            let hint = match status {
                300..=399 => "a preflight is never redirected",
                401 | 403 => {
                    "preflights carry no credentials, so they must be answered before authentication"
                }
                404 | 405 => "nothing on this path answers OPTIONS",
                _ => "only 200 to 299 count",
            };
            return fails(Step::PreflightStatus, &format!("has status {status}: {hint}"));
        }
        // 7.3
        let mut methods = match tokens(answer.headers(), &ACCESS_CONTROL_ALLOW_METHODS) {
            Ok(methods) => methods,
            Err(value) => {
                let sentence =
                    format!("says `Access-Control-Allow-Methods: {value}`, which is no list of methods");
                return fails(Step::UnreadableMethods, &sentence);
            }
        };
        let listed = match tokens(answer.headers(), &ACCESS_CONTROL_ALLOW_HEADERS) {
            Ok(listed) => listed,
            Err(value) => {
                let sentence =
                    format!("says `Access-Control-Allow-Headers: {value}`, which is no list of header names");
                return fails(Step::UnreadableHeaders, &sentence);
            }
        };
        let wildcard = |list: &[String]| !key.with_credentials && list.iter().any(|item| item == "*");
        let starred = |list: &[String]| {
            if key.with_credentials && list.iter().any(|item| item == "*") {
                "; `*` does not count for a request with credentials"
            } else {
                ""
            }
        };
        // 7.5
        if !methods.contains(&self.method)
            && !method::is_safelisted(self.method.as_bytes())
            && !wildcard(&methods)
        {
            let case = methods.iter().find(|method| method.eq_ignore_ascii_case(&self.method));
            let hint =
                case.map_or_else(String::new, |other| format!("; `{other}` is another method: case counts"));
            let sentence = format!(
                "allows {}, and {} is not among them{}{hint}",
                in_words("methods", &methods),
                self.method,
                starred(&methods),
            );
            return fails(Step::MethodNotListed, &sentence);
        }
        // 7.6 and 7.7
        let is_listed = |name: &String| listed.iter().any(|item| item.eq_ignore_ascii_case(name));
        for name in names {
            if is_listed(name) || (wildcard(&listed) && browser.profile.wildcard_covers(name)) {
                continue;
            }
            let sentence = format!(
                "allows {}, and `{name}` is not among them{}",
                in_words("headers", &listed),
                if name == "authorization" && wildcard(&listed) {
                    "; `*` does not cover it"
                } else {
                    starred(&listed)
                },
            );
            let step =
                if name == "authorization" { Step::AuthorizationNotListed } else { Step::HeaderNotListed };
            return fails(step, &sentence);
        }
        // 7.4 comes to the same: an upload listener's method is remembered although no list named it.
        if methods.is_empty() && self.always_asks {
            methods.push(self.method.clone());
        }
        let max_age = combined(answer.headers(), &ACCESS_CONTROL_MAX_AGE);
        let (now, profile) = (browser.now, &browser.profile);
        browser.preflights.keep(now, key, profile, (&methods, &listed), max_age.as_deref());
        Ok(())
    }

    /// The second half of "HTTP fetch": the request itself.
    async fn http_fetch<T>(
        &mut self,
        browser: &mut Browser,
        server: &mut T,
        exchanges: &mut Vec<Exchange>,
    ) -> Result<Next, Blocked>
    where
        T: AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>,
    {
        let answer = self.load(browser, server, exchanges).await?;
        if self.tainting == Tainting::Cors {
            let with_credentials = self.credentials == Credentials::Include;
            let origin = self.origin(browser);
            if let Err((step, sentence)) = cors_check(&origin, with_credentials, answer.headers()) {
                if !browser.profile.preflights.failure {
                    browser.preflights.forget(&self.key(&origin));
                }
                let cure = self.cure(browser, step, &[]);
                return Err(Blocked::by_answer(step, false, &sentence).with_cure(cure));
            }
        }
        if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(Next::Done(self.filtered(&answer)));
        }
        match self.redirect {
            Redirect::Error => Err(Blocked::by_answer(
                Step::RedirectNotWanted,
                false,
                "is a redirect, and redirect mode is `error`",
            )),
            Redirect::Manual => Ok(Next::Done(Outcome::Opaque)),
            Redirect::Follow => match combined(answer.headers(), &LOCATION) {
                Some(location) => self.redirected(browser, &location, answer.status().as_u16()),
                None => Ok(Next::Done(self.filtered(&answer))),
            },
        }
    }

    /// "HTTP-redirect fetch".
    fn redirected(&mut self, browser: &Browser, location: &[u8], status: u16) -> Result<Next, Blocked> {
        let shown = shown(location);
        let target = |why: &str| {
            Blocked::by_answer(Step::RedirectTarget, false, &format!("redirects to `{shown}`, {why}"))
        };
        let url = match self.url.join(&shown) {
            Ok(url) if page::is_http(&url) => url,
            _ => return Err(target("which is no http address")),
        };
        if self.redirects == MOST_REDIRECTS {
            let sentence =
                format!("is redirect number {}, and browsers follow {MOST_REDIRECTS}", self.redirects + 1);
            return Err(Blocked::by_answer(Step::TooManyRedirects, false, &sentence));
        }
        self.redirects += 1;
        let has_user = !url.username().is_empty() || url.password().is_some();
        let crosses = self.mode == Mode::Cors && !browser.page.is_same_origin(&url);
        if has_user && (crosses || self.tainting == Tainting::Cors) {
            return Err(target("which has a user name in it"));
        }
        if status != 303 && matches!(self.body, Body::Stream(_)) {
            let sentence = "is a redirect, and a stream cannot be sent twice";
            return Err(Blocked::by_answer(Step::RedirectedStream, false, sentence));
        }
        let becomes_get = match status {
            301 | 302 => self.method == "POST",
            303 => self.method != "GET" && self.method != "HEAD",
            _ => false,
        };
        if becomes_get {
            "GET".clone_into(&mut self.method);
            self.body = Body::None;
            // "request-body-header name"
            self.headers.retain(|(name, _)| {
                !["content-encoding", "content-language", "content-location", "content-type"]
                    .contains(&name.to_ascii_lowercase().as_str())
            });
        }
        self.dropped_authorization = false;
        if !page::is_same_origin(&self.url, &url) {
            let before = self.headers.len();
            self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
            self.dropped_authorization = self.headers.len() < before;
            // "redirect-taint": a third origin does not learn which page asked.
            self.tainted |= !browser.page.is_same_origin(&self.url);
        }
        self.url = url;
        Ok(Next::Redirected)
    }

    /// A request that may be answered by the cache.
    async fn load<T>(
        &self,
        browser: &mut Browser,
        server: &mut T,
        exchanges: &mut Vec<Exchange>,
    ) -> Result<Response<Vec<u8>>, Blocked>
    where
        T: AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>,
    {
        let headers = self.request_headers(browser);
        let method = Method::from_bytes(self.method.as_bytes())
            .map_err(|_| Blocked::new(Step::InvalidRequest, format!("`{}` is no method", self.method)))?;
        let (url, now) = (self.url_without_fragment(), browser.now);
        let mut exchange = Exchange {
            method,
            url: self.url.to_string(),
            request: headers,
            preflight: false,
            from_cache: false,
            answer: Err(String::new()),
        };
        if exchange.method == Method::GET {
            if let Some(known) = browser.answers.find(now, &url, &exchange.request) {
                exchange.from_cache = true;
                exchange.answer = Ok((known.status().as_u16(), known.headers().clone()));
                exchanges.push(exchange);
                return Ok(known);
            }
        }
        let body = match &self.body {
            Body::None => Vec::new(),
            Body::Source(bytes, _) | Body::Stream(bytes) => bytes.clone(),
        };
        let (method, request) = (exchange.method.clone(), exchange.request.clone());
        let answer = send(exchange, body, server, exchanges).await?;
        browser.answers.keep(now, (&method, &url), &request, &answer);
        if self.sends_cookies() {
            for line in answer.headers().get_all(SET_COOKIE) {
                browser.cookies.set(&self.url, &shown(line.as_bytes()));
            }
        }
        Ok(answer)
    }

    fn request_headers(&self, browser: &Browser) -> HeaderMap {
        let mut headers = self.general(browser);
        for (name, value) in &self.headers {
            if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                // A script's own value stands in place of the browser's.
                headers.remove(&name);
                append(&mut headers, name, value);
            }
        }
        if !headers.contains_key(ACCEPT) {
            append(&mut headers, ACCEPT, b"*/*");
        }
        if self.body != Body::None || self.method == "POST" || self.method == "PUT" {
            let length = match &self.body {
                Body::None => Some(0),
                Body::Source(bytes, _) => Some(bytes.len()),
                Body::Stream(_) => None,
            };
            if let Some(length) = length {
                append(&mut headers, CONTENT_LENGTH, length.to_string().as_bytes());
            }
        }
        if self.sends_cookies() {
            if let Some(line) = browser.cookies.line(&browser.page, &self.url) {
                append(&mut headers, COOKIE, line.as_bytes());
            }
        }
        // "append a request `Origin` header"
        let changes = self.method != "GET" && self.method != "HEAD";
        if self.tainting == Tainting::Cors || changes {
            append(&mut headers, ORIGIN, self.origin(browser).as_bytes());
        }
        headers
    }

    /// What the browser itself says on every request.
    fn general(&self, browser: &Browser) -> HeaderMap {
        let mut headers = HeaderMap::new();
        append(&mut headers, HOST, self.url[Position::BeforeHost..Position::AfterPort].as_bytes());
        let agent = format!("cors-testing ({})", browser.profile.name());
        append(&mut headers, USER_AGENT, agent.as_bytes());
        if let Some(referrer) = browser.page.referrer(&self.url) {
            append(&mut headers, REFERER, referrer.as_bytes());
        }
        if page::is_trustworthy(&self.url) {
            let mode = match self.mode {
                Mode::Cors => "cors",
                Mode::NoCors => "no-cors",
                Mode::SameOrigin => "same-origin",
            };
            let site = if self.tainted || !browser.page.is_same_site(&self.url) {
                "cross-site"
            } else if browser.page.is_same_origin(&self.url) {
                "same-origin"
            } else {
                "same-site"
            };
            for (name, value) in
                [("sec-fetch-dest", "empty"), ("sec-fetch-mode", mode), ("sec-fetch-site", site)]
            {
                append(&mut headers, HeaderName::from_static(name), value.as_bytes());
            }
        }
        headers
    }

    /// "CORS filtered response" and its siblings.
    fn filtered(&self, answer: &Response<Vec<u8>>) -> Outcome {
        if self.tainting == Tainting::Opaque {
            return Outcome::Opaque;
        }
        let exposed = tokens(answer.headers(), &ACCESS_CONTROL_EXPOSE_HEADERS).unwrap_or_default();
        let all = self.tainting == Tainting::Basic
            || (self.credentials != Credentials::Include && exposed.iter().any(|name| name == "*"));
        let is_readable = |name: &HeaderName| {
            let bytes = name.as_str().as_bytes();
            !header_name::is_forbidden_response(bytes)
                && (all
                    || header_name::is_safelisted_response(bytes)
                    || exposed.iter().any(|item| item.as_bytes().eq_ignore_ascii_case(bytes)))
        };
        let (mut headers, mut hidden) = (HeaderMap::new(), Vec::new());
        for (name, value) in answer.headers() {
            if is_readable(name) {
                headers.append(name, value.clone());
            } else {
                hidden.push(name.clone());
            }
        }
        hidden.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        hidden.dedup();
        Outcome::Readable(Readable {
            url: self.url.to_string(),
            status: answer.status().as_u16(),
            headers,
            hidden,
            body: answer.body().clone(),
        })
    }

    fn unsafe_names(&self, browser: &Browser) -> Vec<String> {
        unsafe_names(&browser.profile, &self.headers)
    }

    fn sends_cookies(&self) -> bool {
        match self.credentials {
            Credentials::Omit => false,
            Credentials::SameOrigin => self.tainting == Tainting::Basic,
            Credentials::Include => true,
        }
    }

    fn origin(&self, browser: &Browser) -> String {
        if self.tainted { OPAQUE.to_owned() } else { browser.origin().to_owned() }
    }

    fn key(&self, origin: &str) -> Key {
        Key {
            origin: origin.to_owned(),
            url: self.url_without_fragment(),
            with_credentials: self.credentials == Credentials::Include,
        }
    }

    fn url_without_fragment(&self) -> String {
        self.url[..Position::AfterQuery].to_owned()
    }

    /// What a policy would have to say.
    fn cure(&self, browser: &Browser, step: Step, names: &[String]) -> Option<String> {
        let origin = self.origin(browser);
        // A page without an origin can read public answers only.
        let origins =
            if origin == OPAQUE { "origins = any".to_owned() } else { format!("origins = [\"{origin}\"]") };
        let cure = match step {
            Step::NoAllowOrigin | Step::OriginDiffers => origins,
            Step::WildcardWithCredentials if origin == OPAQUE => return None,
            Step::WildcardWithCredentials => format!("{origins}, credentials"),
            Step::NoAllowCredentials | Step::CredentialsNotTrue => "credentials".to_owned(),
            Step::MethodNotListed if is_plain_method(&self.method) => format!("methods = [{}]", self.method),
            Step::MethodNotListed => format!("methods = [\"{}\"]", self.method),
            Step::AuthorizationNotListed | Step::HeaderNotListed => {
                let names: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
                format!("headers = [{}]", names.join(", "))
            }
            _ => return None,
        };
        Some(format!("`#[cors({cure}, ..)]`"))
    }
}

/// ``methods `PUT, DELETE` ``, or `no methods`.
fn in_words(what: &str, list: &[String]) -> String {
    if list.is_empty() { format!("no {what}") } else { format!("{what} `{}`", list.join(", ")) }
}

/// Whether the attribute takes the method without quotes.
fn is_plain_method(method: &str) -> bool {
    method.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The headers of a script: valid, without the forbidden ones, one entry a name.
fn headers(browser: &Browser, fetch: &Fetch) -> Result<Vec<(String, Vec<u8>)>, Blocked> {
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, value) in &fetch.headers {
        let value = trimmed(value);
        if !token::is_token(name.as_bytes()) || value.iter().any(|byte| b"\0\r\n".contains(byte)) {
            let sentence = format!("`{name}: {}` is no header", shown(value).escape_debug());
            return Err(Blocked::new(Step::InvalidRequest, sentence));
        }
        if is_forbidden_request_header(name, value) || !browser.profile.sends(name) {
            continue;
        }
        match headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, known)) => {
                known.extend_from_slice(b", ");
                known.extend_from_slice(value);
            }
            None => headers.push((name.clone(), value.to_vec())),
        }
    }
    if fetch.mode == Mode::NoCors {
        headers.retain(|(name, value)| is_no_cors_safelisted(name, value));
    }
    if let Body::Source(_, Some(kind)) = fetch.body {
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".to_owned(), kind.as_bytes().to_vec()));
        }
    }
    Ok(headers)
}

/// Sends a request and notes what came.
async fn send<T>(
    mut exchange: Exchange,
    body: Vec<u8>,
    server: &mut T,
    exchanges: &mut Vec<Exchange>,
) -> Result<Response<Vec<u8>>, Blocked>
where
    T: AsyncFnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>,
{
    let target = Url::parse(&exchange.url)
        .ok()
        .and_then(|url| url[Position::BeforePath..Position::AfterQuery].parse::<http::Uri>().ok());
    let Some(target) = target else {
        let sentence = format!("`{}` cannot be asked for", exchange.url);
        return Err(Blocked::new(Step::InvalidRequest, sentence));
    };
    let mut request = Request::new(body);
    *request.method_mut() = exchange.method.clone();
    *request.uri_mut() = target;
    *request.headers_mut() = exchange.request.clone();
    let answer = server(request).await;
    exchange.answer = answer
        .as_ref()
        .map(|answer| (answer.status().as_u16(), answer.headers().clone()))
        .map_err(Clone::clone);
    exchanges.push(exchange);
    answer.map_err(|error| Blocked::new(Step::Unreachable, format!("nothing answers: {error}")))
}

/// Adds a line; what no header value can hold was refused before.
fn append(headers: &mut HeaderMap, name: HeaderName, value: &[u8]) {
    if let Ok(value) = HeaderValue::from_bytes(value) {
        headers.append(name, value);
    }
}

const MOST_REDIRECTS: u32 = 20;
