//! Decisions on the types of actix-web, whose headers are those of `http` 0.2.
//!
//! [`Prepared`] is an [`Endpoint`] whose texts are header values: made once, at registration, and cloned (a
//! reference count, no allocation) for each answer. `cors_core::http1` is the same for `http` 1.x.

use std::{cell::Cell, ops::ControlFlow, sync::Arc, thread};

use ::actix_web::{
    HttpResponse,
    dev::RequestHead,
    http::{
        Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
            ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL, HeaderMap,
            HeaderName, HeaderValue, ORIGIN, VARY,
        },
    },
};
use cors_core::{
    Decision, Policy, RequestKind, RequestView,
    decision::{Action, AllowHeaders, AllowOrigin},
    endpoint::{AllowMethods, Endpoint},
    event::{self, HEADER, Note},
    request::{HeaderLines, RequestHeader},
    vary::Vary,
};

/// An endpoint with finished header values.
#[derive(Debug, Clone)]
pub(super) struct Prepared(Arc<Values>);

#[derive(Debug)]
struct Values {
    endpoint: Endpoint,
    is_any: bool,
    methods: Option<HeaderValue>,
    headers: Option<HeaderValue>,
    max_age: Option<HeaderValue>,
    expose: Option<HeaderValue>,
    preflight_vary: Option<HeaderValue>,
}

/// What is to be done with a request, and what to add to the answer.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Run what is inside, then [`Pending::apply`] to its answer, whatever it is.
    Run(Pending),
    /// This is the whole answer; nothing inside runs.
    Answer(HttpResponse),
}

/// What an answer will carry.
#[derive(Debug, Clone)]
#[must_use = "the answer lacks its CORS headers until this is applied"]
pub(super) struct Pending {
    prepared: Prepared,
    allow_origin: Option<HeaderValue>,
    vary: Vary,
    /// Only in development, so that it costs nothing elsewhere.
    #[cfg(debug_assertions)]
    note: Option<Box<HeaderValue>>,
}

/// A request that runs, and of which nobody has heard yet, because a piece further inside may have the last word.
///
/// Dropping it tells: also where the client goes away before there is an answer.
pub(super) struct Unheard {
    prepared: Prepared,
    method: Method,
    headers: HeaderMap,
    is_told: Cell<bool>,
}

/// Which decisions are told about at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    All,
    /// Those by which nothing inside runs.
    Answers,
    None,
}

impl Prepared {
    /// Turns the texts of an endpoint into header values.
    pub(super) fn new(endpoint: Endpoint) -> Self {
        let policy = endpoint.policy();
        let is_any = policy.origins().is_any();
        let methods = match endpoint.allow_methods() {
            AllowMethods::Listed(list) => value(list),
            _ => None,
        };
        let (headers, max_age) = (value(policy.headers()), value(policy.max_age().unwrap_or_default()));
        let expose = value(policy.expose_headers());
        // That of any preflight.
        let lines: &[(&str, &[u8])] = &[("origin", b""), ("access-control-request-method", b"")];
        let preflight_vary = value(endpoint.decide(&RequestView::new("OPTIONS", &lines)).vary().as_str());
        Self(Arc::new(Values { endpoint, is_any, methods, headers, max_age, expose, preflight_vary }))
    }

    /// The endpoint.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    /// Decides on a request and tells about it.
    pub(super) fn decide(&self, method: &Method, headers: &HeaderMap) -> Outcome {
        self.decide_by(Tells::All, method, headers)
    }

    /// Decides on a request. Of one that runs nobody has heard yet: that is for [`Pending::report`].
    pub(super) fn decide_first(&self, method: &Method, headers: &HeaderMap) -> Outcome {
        self.decide_by(Tells::Answers, method, headers)
    }

    /// Decides on an actual request. Nobody has heard of it yet: that is for [`Unheard`] or [`forbid`](Self::forbid).
    pub(super) fn decide_unheard(&self, method: &Method, headers: &HeaderMap) -> Outcome {
        self.decide_by(Tells::None, method, headers)
    }

    fn decide_by(&self, tells: Tells, method: &Method, headers: &HeaderMap) -> Outcome {
        if self.0.is_any && *method != Method::OPTIONS && !event::is_counted() {
            // The constant answer: nothing of the request matters, and nothing is refused.
            return Outcome::Run(self.constant());
        }
        self.with_decision(tells, method, headers, |decision, allow_origin, note| match decision.action() {
            Action::Answer(status) => {
                let mut answer = self.preflight(status, decision, allow_origin, headers);
                set_note(note.as_ref(), answer.headers_mut());
                Outcome::Answer(answer)
            }
            Action::Run => Outcome::Run(self.pending(decision, allow_origin).with_note(note.as_ref())),
            // `Action` may grow: fail closed.
            _ => Outcome::Answer(forbidden(decision.vary(), note.as_ref())),
        })
    }

    /// The headers for an answer that somebody else gave to an actual request: an authentication's 401, a 404.
    pub(super) fn headers_for(&self, method: &Method, headers: &HeaderMap) -> Pending {
        self.with_decision(Tells::All, method, headers, |decision, allow_origin, note| {
            self.pending(decision, allow_origin).with_note(note.as_ref())
        })
    }

    /// The same where somebody further inside may have the last word.
    pub(super) fn unheard_headers_for(&self, method: &Method, headers: &HeaderMap) -> Pending {
        self.with_decision(Tells::None, method, headers, |decision, allow_origin, _| {
            self.pending(decision, allow_origin)
        })
    }

    /// 403 for a request that must not run; whoever hears of refusals does so.
    pub(super) fn forbid(&self, method: &Method, headers: &HeaderMap) -> HttpResponse {
        let lines = Lines::new(headers);
        let view = RequestView::new(method.as_str(), &lines);
        forbidden(Vary::ORIGIN_AND_FETCH_SITE, event::report_forbidden(self.endpoint(), &view).as_ref())
    }

    fn constant(&self) -> Pending {
        Pending {
            prepared: self.clone(),
            allow_origin: Some(const { HeaderValue::from_static("*") }),
            vary: Vary::NONE,
            #[cfg(debug_assertions)]
            note: None,
        }
    }

    fn with_decision<T>(
        &self,
        tells: Tells,
        method: &Method,
        headers: &HeaderMap,
        then: impl FnOnce(&Decision<'_>, Option<HeaderValue>, Option<Note>) -> T,
    ) -> T {
        let lines = Lines::new(headers);
        let view = RequestView::new(method.as_str(), &lines);
        let decision = self.endpoint().decide(&view);
        let note = match tells {
            Tells::Answers if decision.action() == Action::Run => None,
            Tells::All | Tells::Answers => event::report(&decision, self.endpoint(), &view),
            Tells::None => None,
        };
        let allow_origin = match decision.allow_origin() {
            AllowOrigin::Any => Some(const { HeaderValue::from_static("*") }),
            // The request's only line, after a match over all of it.
            AllowOrigin::This(_) => lines.origins.first().cloned(),
            _ => None,
        };
        then(&decision, allow_origin, note)
    }

    fn report(&self, method: &Method, headers: &HeaderMap) -> Option<Note> {
        let lines = Lines::new(headers);
        let view = RequestView::new(method.as_str(), &lines);
        event::report(&self.endpoint().decide(&view), self.endpoint(), &view)
    }

    fn pending(&self, decision: &Decision<'_>, allow_origin: Option<HeaderValue>) -> Pending {
        Pending {
            prepared: self.clone(),
            allow_origin,
            vary: decision.vary(),
            #[cfg(debug_assertions)]
            note: None,
        }
    }

    fn preflight(
        &self,
        status: u16,
        decision: &Decision<'_>,
        allow_origin: Option<HeaderValue>,
        request: &HeaderMap,
    ) -> HttpResponse {
        let mut response = HttpResponse::new(StatusCode::from_u16(status).unwrap_or(StatusCode::NO_CONTENT));
        let answer = response.headers_mut();
        // Nothing is there yet, and to append costs less than to insert, which returns what was there.
        if let Some(origin) = allow_origin {
            answer.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if decision.allow_credentials() {
                answer.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, const { HeaderValue::from_static("true") });
            }
            let methods = match self.endpoint().allow_methods() {
                AllowMethods::Requested { .. } if decision.allow_methods().is_empty() => None,
                AllowMethods::Requested { .. } => request.get(ACCESS_CONTROL_REQUEST_METHOD).cloned(),
                _ => self.0.methods.clone(),
            };
            append(answer, ACCESS_CONTROL_ALLOW_METHODS, methods);
            let names = match decision.allow_headers() {
                AllowHeaders::Listed => self.0.headers.clone(),
                AllowHeaders::Requested => requested_headers(request),
                _ => None,
            };
            append(answer, ACCESS_CONTROL_ALLOW_HEADERS, names);
            append(answer, ACCESS_CONTROL_MAX_AGE, self.0.max_age.clone());
        }
        append(answer, VARY, self.0.preflight_vary.clone());
        response
    }
}

impl Pending {
    /// Sets the CORS headers of an answer: what is there of them is removed, `Vary` is merged.
    pub(super) fn apply(&self, headers: &mut HeaderMap) {
        let there = There::of(headers);
        if there.owned && self.is_applied(headers) {
            set_vary(self.vary, headers);
            return;
        }
        if there.owned {
            remove_owned(headers);
        }
        // What is appended here is not there any more.
        if let Some(origin) = self.allow_origin.clone() {
            headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if self.prepared.endpoint().policy().allows_credentials() {
                headers.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, const { HeaderValue::from_static("true") });
            }
            append(headers, ACCESS_CONTROL_EXPOSE_HEADERS, self.prepared.0.expose.clone());
        }
        if there.vary {
            set_vary(self.vary, headers);
        } else if !self.vary.as_str().is_empty() {
            headers.append(VARY, HeaderValue::from_static(self.vary.as_str()));
        }
        #[cfg(debug_assertions)]
        if let Some(note) = &self.note {
            headers.insert(const { HeaderName::from_static(HEADER) }, HeaderValue::clone(note));
        }
    }

    /// Tells of a request that runs, where nothing further inside decides otherwise.
    pub(super) fn report(&mut self, method: &Method, headers: &HeaderMap) {
        if event::is_heard() && (!self.is_readable() || event::is_counted()) {
            self.note(self.prepared.report(method, headers).as_ref());
        }
    }

    fn with_note(mut self, note: Option<&Note>) -> Self {
        self.note(note);
        self
    }

    #[cfg(debug_assertions)]
    fn note(&mut self, note: Option<&Note>) {
        self.note = note.and_then(note_value).map(Box::new);
    }

    /// Without `debug_assertions` there is none.
    #[cfg(not(debug_assertions))]
    #[expect(clippy::unused_self, reason = "as it is with `debug_assertions`")]
    fn note(&mut self, _note: Option<&Note>) {}

    /// Whether a piece further in has set these very headers already, and nobody has added to them.
    fn is_applied(&self, headers: &HeaderMap) -> bool {
        let yes = const { HeaderValue::from_static("true") };
        let is_credentialed = self.prepared.endpoint().policy().allows_credentials();
        let mut left = [
            (ACCESS_CONTROL_ALLOW_ORIGIN, self.allow_origin.as_ref()),
            (ACCESS_CONTROL_ALLOW_CREDENTIALS, is_credentialed.then_some(&yes)),
            (ACCESS_CONTROL_EXPOSE_HEADERS, self.prepared.0.expose.as_ref()),
        ];
        for (name, value) in headers.iter().filter(|(name, _)| is_owned(name)) {
            // Taken, so that a second line of it is one too many.
            let own = left.iter_mut().find(|(own, _)| own == name).and_then(|(_, own)| own.take());
            if own != Some(value) {
                return false;
            }
        }
        self.is_readable() && left.iter().all(|(_, own)| own.is_none())
    }

    /// Whether a page of this origin may read the answer.
    pub(super) const fn is_readable(&self) -> bool {
        self.allow_origin.is_some()
    }
}

impl Unheard {
    /// `None` where there is nothing to tell, or nobody to hear it.
    pub(super) fn new(pending: &Pending, method: &Method, headers: &HeaderMap) -> Option<Box<Self>> {
        if !event::is_heard() || (pending.is_readable() && !event::is_counted()) {
            return None;
        }
        // The request itself goes to the handler; one that runs is decided on by these two.
        let mut own = HeaderMap::new();
        for name in [ORIGIN, const { HeaderName::from_static("sec-fetch-site") }] {
            for value in headers.get_all(&name) {
                own.append(name.clone(), value.clone());
            }
        }
        let prepared = pending.prepared.clone();
        Some(Box::new(Self { prepared, method: method.clone(), headers: own, is_told: Cell::new(false) }))
    }

    /// Somebody further inside had the last word, and told.
    pub(super) fn overrule(&self) {
        self.is_told.set(true);
    }

    /// Nobody did: tells, and lets the answer say why it is refused, in development.
    pub(super) fn tell(&self, pending: &mut Pending) {
        self.is_told.set(true);
        pending.note(self.prepared.report(&self.method, &self.headers).as_ref());
    }
}

impl Drop for Unheard {
    fn drop(&mut self) {
        // A listener that panics as well would end the program.
        if !self.is_told.get() && !thread::panicking() {
            let _ = self.prepared.report(&self.method, &self.headers);
        }
    }
}

/// What a request is to the CORS protocol.
pub(super) fn kind(head: &RequestHead) -> RequestKind {
    RequestView::new(head.method.as_str(), &Lines::new(&head.headers)).kind()
}

/// Whether the browser says that this request is same-origin, or its `Origin` is the policy's `public_origin`.
pub(super) fn is_same_origin(headers: &HeaderMap, policy: Option<&Policy>) -> bool {
    let mut sites = headers.get_all("sec-fetch-site");
    if sites.next().is_some_and(|site| site.as_bytes() == b"same-origin") && sites.next().is_none() {
        return true;
    }
    let mut origins = headers.get_all(ORIGIN).map(HeaderValue::as_bytes);
    let public = policy.and_then(Policy::public_origin).map(str::as_bytes);
    public.is_some() && origins.next() == public && origins.next().is_none()
}

/// The answer to a preflight that nobody has a policy for: 204 with `Vary` and no CORS header.
pub(super) fn nobody(method: &Method, headers: &HeaderMap) -> HttpResponse {
    let note = event::report_without_policy(&RequestView::new(method.as_str(), &Lines::new(headers)));
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    set_vary(Vary::PREFLIGHT, response.headers_mut());
    set_note(note.as_ref(), response.headers_mut());
    response
}

/// 403 for a request that must not run, for a handler without a policy; whoever hears of refusals does so.
pub(super) fn forbid_without_policy(method: &Method, headers: &HeaderMap) -> HttpResponse {
    let lines = Lines::new(headers);
    let note = event::report_forbidden_without_policy(&RequestView::new(method.as_str(), &lines));
    forbidden(Vary::ORIGIN_AND_FETCH_SITE, note.as_ref())
}

/// 403 that no cache keeps.
fn forbidden(vary: Vary, note: Option<&Note>) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    set_vary(vary, response.headers_mut());
    set_note(note, response.headers_mut());
    response
}

fn note_value(note: &Note) -> Option<HeaderValue> {
    HeaderValue::from_str(note.as_str()).ok()
}

/// What an answer in development says of its refusal.
fn set_note(note: Option<&Note>, headers: &mut HeaderMap) {
    if let Some(note) = note.and_then(note_value) {
        headers.insert(const { HeaderName::from_static(HEADER) }, note);
    }
}

/// Header lines as a decision reads them, and the first that it reads looked up already.
struct Lines<'a> {
    headers: &'a HeaderMap,
    origins: &'a [HeaderValue],
}

impl<'a> Lines<'a> {
    fn new(headers: &'a HeaderMap) -> Self {
        Self { headers, origins: headers.get_all(ORIGIN).as_slice() }
    }
}

impl HeaderLines for Lines<'_> {
    fn each_line<'h>(&'h self, name: RequestHeader, see: &mut dyn FnMut(&'h [u8]) -> ControlFlow<()>) {
        let lines = match name {
            RequestHeader::Origin => self.origins.iter(),
            RequestHeader::RequestMethod => self.headers.get_all(ACCESS_CONTROL_REQUEST_METHOD),
            RequestHeader::RequestHeaders => self.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS),
            RequestHeader::FetchSite => {
                self.headers.get_all(const { HeaderName::from_static("sec-fetch-site") })
            }
        };
        for value in lines {
            if see(value.as_bytes()).is_break() {
                return;
            }
        }
    }
}

/// The headers that belong to the library on an annotated route: what a handler or an inner piece set is removed.
const OWNED: [HeaderName; 7] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
    HeaderName::from_static("access-control-allow-private-network"),
];

/// What an answer may have already. A look at the few names that it has costs less than a look-up for each that it
/// may not have.
struct There {
    owned: bool,
    vary: bool,
}

impl There {
    fn of(headers: &HeaderMap) -> Self {
        if headers.len_keys() > FEW {
            return Self { owned: true, vary: true };
        }
        let mut there = Self { owned: false, vary: false };
        for name in headers.keys() {
            there.owned |= is_owned(name);
            there.vary |= *name == VARY;
        }
        there
    }
}

fn is_owned(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

/// So many names are looked at one after the other.
const FEW: usize = 16;

/// Removes the headers that belong to the library.
#[cold]
fn remove_owned(headers: &mut HeaderMap) {
    for name in OWNED {
        headers.remove(name);
    }
}

/// Appends what is missing of `vary`.
fn set_vary(vary: Vary, headers: &mut HeaderMap) {
    // What a piece further in has set is usually all of it.
    if headers.get_all(VARY).any(|line| line == vary.as_str()) {
        return;
    }
    let missing = vary.missing(headers.get_all(VARY).map(HeaderValue::as_bytes));
    for line in missing.lines() {
        headers.append(VARY, HeaderValue::from_static(line));
    }
}

/// The requested names as one line. Several lines are joined; they were checked and are within the limits.
fn requested_headers(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS);
    let first = lines.next()?;
    if lines.len() == 0 {
        return Some(first.clone());
    }
    let mut joined = first.as_bytes().to_vec();
    for line in lines {
        joined.push(b',');
        joined.extend_from_slice(line.as_bytes());
    }
    HeaderValue::from_bytes(&joined).ok()
}

fn append(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.append(name, value);
    }
}

/// A header value of a policy's text, which the rules keep within visible ASCII.
fn value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|value| !value.is_empty())
}
