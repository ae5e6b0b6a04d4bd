//! Decisions on the types of `http` 1.x.
//!
//! [`Prepared`] is an [`Endpoint`] whose texts are header values: made once, at registration, and cloned (a
//! reference count, no allocation) for each answer.

use std::{ops::ControlFlow, sync::Arc};

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
        ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
        ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL, Entry, ORIGIN, VARY,
    },
};

use crate::{
    decision::{self, Action, AllowHeaders, AllowOrigin, Decision},
    endpoint::{AllowMethods, Endpoint},
    event::{self, Note},
    policy::{Policy, PolicyRef},
    request::{HeaderLines, Lines, RequestHeader, RequestKind, RequestView},
    vary::Vary,
};

impl HeaderLines for HeaderMap {
    fn each_line<'h>(&'h self, name: RequestHeader, see: &mut dyn FnMut(&'h [u8]) -> ControlFlow<()>) {
        const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
        let name = match name {
            // It has no name of `http`'s own, and is looked up for the most part where it is not.
            RequestHeader::FetchSite if self.keys_len() <= FEW && self.keys().all(|name| *name != SITE) => {
                return;
            }
            RequestHeader::Origin => ORIGIN,
            RequestHeader::RequestMethod => ACCESS_CONTROL_REQUEST_METHOD,
            RequestHeader::RequestHeaders => ACCESS_CONTROL_REQUEST_HEADERS,
            RequestHeader::FetchSite => SITE,
        };
        for value in self.get_all(name) {
            if see(value.as_bytes()).is_break() {
                return;
            }
        }
    }
}

#[cold]
fn has_several(headers: &HeaderMap) -> bool {
    headers.get_all(ORIGIN).iter().nth(1).is_some()
}

/// The headers that belong to the library on an annotated route: what a handler or an inner layer set is removed.
pub const OWNED: [HeaderName; 7] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
    HeaderName::from_static("access-control-allow-private-network"),
];

/// A request of `http` types, looked at once: one look-up for each header.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    method: &'a Method,
    headers: &'a HeaderMap,
    /// The first `Origin` line.
    origin: Option<&'a HeaderValue>,
    has_several_origins: bool,
    requested_method: Option<&'a HeaderValue>,
}

impl<'a> Seen<'a> {
    /// Looks at the method and the headers.
    #[must_use]
    #[inline]
    pub fn new(method: &'a Method, headers: &'a HeaderMap) -> Self {
        let origin = headers.get(ORIGIN);
        // Where no header has two lines, which costs no look-up to see, this one has not.
        let has_several_origins = headers.len() > headers.keys_len() && has_several(headers);
        let is_options = *method == Method::OPTIONS;
        let requested_method = if is_options { headers.get(ACCESS_CONTROL_REQUEST_METHOD) } else { None };
        Self { method, headers, origin, has_several_origins, requested_method }
    }

    /// The same as a view that knows nothing of `http`.
    #[must_use]
    #[inline]
    pub fn view(&self) -> RequestView<'a> {
        let requested_method = self.requested_method.map(HeaderValue::as_bytes);
        RequestView::of_parts(self.method.as_str(), self.origin_lines(), requested_method, self.headers)
    }

    #[inline]
    fn origin_lines(&self) -> Lines<'a> {
        match self.origin {
            None => Lines::None,
            Some(_) if self.has_several_origins => Lines::Several,
            Some(origin) => Lines::One(origin.as_bytes()),
        }
    }

    #[inline]
    fn is_preflight(&self) -> bool {
        self.view().kind() == RequestKind::Preflight
    }
}

/// An endpoint with finished header values.
#[derive(Debug, Clone)]
pub struct Prepared(Arc<Values>);

#[derive(Debug)]
struct Values {
    endpoint: Endpoint,
    is_any: bool,
    expose: Option<HeaderValue>,
    /// The `Vary` of an answer that the handler gives.
    vary: Vary,
    vary_value: Option<HeaderValue>,
    preflight: Preflight,
}

/// The answers to preflights, but for what depends on the request.
#[derive(Debug)]
struct Preflight {
    status: StatusCode,
    /// `Access-Control-Allow-Origin: *` comes first; the origin takes the place of the `*`. A clone costs less than one
    /// insertion after the other.
    allowed: HeaderMap,
    vary: Vary,
    /// Whether something else than the origin is taken from the request.
    mirrors: bool,
}

/// What is to be done with a request, and what to add to the answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// Run the handler, then [`Pending::apply`] to its answer, whatever it is.
    Run(Pending),
    /// This is the whole answer; nothing of the user's runs.
    Answer(Head),
}

/// What an answer will carry.
#[derive(Debug, Clone)]
#[must_use = "the answer lacks its CORS headers until this is applied"]
pub struct Pending {
    prepared: Prepared,
    allow_origin: Option<HeaderValue>,
    /// Only in development, so that it costs nothing elsewhere.
    #[cfg(debug_assertions)]
    note: Option<Box<HeaderValue>>,
}

/// Status and headers of a whole answer with an empty body.
#[derive(Debug, Clone)]
pub struct Head {
    status: StatusCode,
    vary: Vary,
    kind: Kind,
    #[cfg(debug_assertions)]
    note: Option<Box<HeaderValue>>,
}

/// What an answer has. A map is made where it is needed, and not to be moved about.
#[derive(Debug, Clone)]
enum Kind {
    /// All of these.
    Headers(HeaderMap),
    /// Only the `Vary`.
    Vary,
    /// 403 that no cache keeps.
    Forbidden,
}

impl Prepared {
    /// Turns the texts of an endpoint into header values.
    #[must_use]
    pub fn new(endpoint: Endpoint) -> Self {
        let is_any = endpoint.policy().origins().is_any();
        let expose = value(endpoint.policy().expose_headers());
        let vary = endpoint.vary(RequestKind::Actual);
        let preflight = Preflight::new(&endpoint);
        Self(Arc::new(Values { endpoint, is_any, expose, vary, vary_value: vary.header(), preflight }))
    }

    /// A policy in front of everything.
    #[must_use]
    pub fn layer(policy: impl Into<PolicyRef>) -> Self {
        Self::new(Endpoint::layer(policy))
    }

    /// The endpoint.
    #[must_use]
    #[inline]
    pub fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    /// Decides on a request and tells whoever hears of it.
    #[must_use]
    #[inline]
    pub fn decide(&self, method: &Method, headers: &HeaderMap) -> Outcome {
        if self.0.is_any && *method != Method::OPTIONS && !event::is_counted() {
            // The constant answer: nothing of the request matters, and nothing is refused.
            let allow_origin = Some(const { HeaderValue::from_static("*") });
            return Outcome::Run(self.pending(allow_origin));
        }
        self.decide_seen(&Seen::new(method, headers))
    }

    /// The same for a request that was looked at already.
    #[must_use]
    #[inline]
    pub fn decide_seen(&self, seen: &Seen<'_>) -> Outcome {
        if event::is_heard() {
            return self.decide_and_tell(*seen, |_| true);
        }
        self.unheard(seen)
    }

    /// Decides on a request. Whoever hears of refusals does so now if this is the answer; where the handler runs, the
    /// caller tells by [`Unheard`], once nothing further inside can decide otherwise.
    #[must_use]
    #[inline]
    pub fn decide_first(&self, seen: &Seen<'_>) -> Outcome {
        if event::is_heard() {
            return self.decide_and_tell(*seen, |action| action != Action::Run);
        }
        self.unheard(seen)
    }

    /// The outcome, where nobody is to hear why.
    #[inline]
    fn unheard(&self, seen: &Seen<'_>) -> Outcome {
        if seen.is_preflight() {
            // All but the origin is ready: a whole decision would cost as much as the answer.
            return self
                .preflight(decision::allow_origin(self.endpoint().policy(), seen.origin_lines()), seen);
        }
        self.outcome(&self.endpoint().decide(&seen.view()), seen)
    }

    // A copy goes there, so that the way without a listener need not have its own in memory.
    #[cold]
    fn decide_and_tell(&self, seen: Seen<'_>, tells: fn(Action) -> bool) -> Outcome {
        let view = seen.view();
        let decision = self.endpoint().decide(&view);
        let note =
            if tells(decision.action()) { event::report(&decision, self.endpoint(), &view) } else { None };
        self.outcome(&decision, &seen).with_note(note)
    }

    #[inline]
    fn pending(&self, allow_origin: Option<HeaderValue>) -> Pending {
        Pending {
            prepared: self.clone(),
            allow_origin,
            #[cfg(debug_assertions)]
            note: None,
        }
    }

    #[inline]
    fn outcome(&self, decision: &Decision<'_>, seen: &Seen<'_>) -> Outcome {
        match decision.action() {
            Action::Run => {
                let allow_origin = named(decision.allow_origin(), seen);
                Outcome::Run(self.pending(allow_origin))
            }
            Action::Answer(_) => self.preflight(decision.allow_origin(), seen),
            Action::Forbid => Outcome::Answer(forbidden(self.0.vary)),
        }
    }

    #[inline]
    fn preflight(&self, allow_origin: AllowOrigin<'_>, seen: &Seen<'_>) -> Outcome {
        let Values { endpoint, preflight, .. } = &*self.0;
        match named(allow_origin, seen) {
            None => Outcome::Answer(preflight.refused()),
            Some(origin) => Outcome::Answer(preflight.allowed(endpoint, origin, seen.headers)),
        }
    }
}

/// The value of `Access-Control-Allow-Origin`.
#[inline]
fn named(allow_origin: AllowOrigin<'_>, seen: &Seen<'_>) -> Option<HeaderValue> {
    match allow_origin {
        AllowOrigin::None => None,
        AllowOrigin::Any => Some(const { HeaderValue::from_static("*") }),
        // The request's only line, after a match over all of it.
        AllowOrigin::This(_) => seen.origin.cloned(),
    }
}

impl Preflight {
    fn new(endpoint: &Endpoint) -> Self {
        let policy = endpoint.policy();
        let vary = endpoint.vary(RequestKind::Preflight);
        // With room in its index for what a framework adds to a clone (`Content-Length`), which would grow otherwise.
        let mut allowed = HeaderMap::with_capacity(8);
        allowed.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if policy.allows_credentials() {
            allowed.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        if let AllowMethods::Listed(list) = endpoint.allow_methods() {
            set(&mut allowed, ACCESS_CONTROL_ALLOW_METHODS, value(list));
        }
        if !policy.mirror_headers {
            set(&mut allowed, ACCESS_CONTROL_ALLOW_HEADERS, value(policy.headers()));
        }
        set(&mut allowed, ACCESS_CONTROL_MAX_AGE, value(policy.max_age().unwrap_or_default()));
        set_vary(vary, &mut allowed);
        let status = StatusCode::from_u16(policy.preflight_status()).unwrap_or(StatusCode::NO_CONTENT);
        // What few policies have.
        let mirrors =
            policy.mirror_headers || matches!(endpoint.allow_methods(), AllowMethods::Requested { .. });
        Self { status, allowed, vary, mirrors }
    }

    #[inline]
    fn refused(&self) -> Head {
        Head::new(self.status, self.vary, Kind::Vary)
    }

    fn allowed(&self, endpoint: &Endpoint, origin: HeaderValue, request: &HeaderMap) -> Head {
        let mut headers = if self.mirrors {
            // A clone has no room for more, and would have to grow.
            let all = self.allowed.iter().map(|(name, value)| (name.clone(), value.clone()));
            all.fold(HeaderMap::new(), |mut headers, (name, value)| {
                headers.insert(name, value);
                headers
            })
        } else {
            self.allowed.clone()
        };
        if let Some((_, first)) = headers.iter_mut().find(|(name, _)| **name == ACCESS_CONTROL_ALLOW_ORIGIN) {
            *first = origin;
        }
        if self.mirrors {
            mirror(endpoint, request, &mut headers);
        }
        Head::new(self.status, self.vary, Kind::Headers(headers))
    }
}

/// Names what was requested, as far as the policy allows it, in the answer to a page that it lets in.
fn mirror(endpoint: &Endpoint, request: &HeaderMap, answer: &mut HeaderMap) {
    let decision = Decision::let_in(endpoint, Seen::new(&Method::OPTIONS, request).view());
    if matches!(endpoint.allow_methods(), AllowMethods::Requested { .. })
        && !decision.allow_methods().is_empty()
    {
        set(answer, ACCESS_CONTROL_ALLOW_METHODS, request.get(ACCESS_CONTROL_REQUEST_METHOD).cloned());
    }
    if decision.allow_headers() == AllowHeaders::Requested {
        set(answer, ACCESS_CONTROL_ALLOW_HEADERS, requested_headers(request));
    }
}

impl Pending {
    /// Sets the CORS headers of an answer: what is there of them is removed, `Vary` is merged.
    #[inline]
    pub fn apply(self, headers: &mut HeaderMap) {
        let there = There::of(headers);
        if there.owned {
            remove_owned(headers);
        }
        let values = &*self.prepared.0;
        if let Some(origin) = self.allow_origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if values.endpoint.policy().allows_credentials() {
                headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, const { HeaderValue::from_static("true") });
            }
            if let Some(expose) = &values.expose {
                headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, expose.clone());
            }
        }
        if there.vary {
            set_vary(values.vary, headers);
        } else if let Some(vary) = &values.vary_value {
            headers.append(VARY, vary.clone());
        }
        #[cfg(debug_assertions)]
        set_note(self.note, headers);
    }

    /// Whether a page of this origin may read the answer.
    #[must_use]
    pub const fn is_readable(&self) -> bool {
        self.allow_origin.is_some()
    }

    /// Tells of a request of [`Prepared::decide_first`] that runs, where nothing further inside decides otherwise. The
    /// answer then says why it is refused, in development.
    #[inline]
    pub fn report(&mut self, method: &Method, headers: &HeaderMap) {
        if event::is_heard() && (!self.is_readable() || event::is_counted()) {
            self.tell(method, headers);
        }
    }

    #[cold]
    fn tell(&mut self, method: &Method, headers: &HeaderMap) {
        let view = RequestView::new(method.as_str(), headers);
        let endpoint = self.prepared.endpoint();
        let note = event::report(&endpoint.decide(&view), endpoint, &view);
        self.note(note);
    }

    #[cfg(debug_assertions)]
    fn note(&mut self, note: Option<Note>) {
        self.note = note_value(note);
    }

    /// Without `debug_assertions` there is none.
    #[cfg(not(debug_assertions))]
    #[expect(clippy::unused_self, reason = "as it is with `debug_assertions`")]
    fn note(&mut self, _note: Option<Note>) {}

    /// 403 instead, for a request that must not run; whoever hears of refusals does so.
    #[must_use]
    pub fn forbid(&self, request: &RequestView<'_>) -> Head {
        let note = event::report_forbidden(self.prepared.endpoint(), request);
        forbidden(Vary::ORIGIN_AND_FETCH_SITE).with_note(note)
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        self.prepared.endpoint().policy()
    }
}

impl Outcome {
    #[cfg(debug_assertions)]
    fn with_note(self, note: Option<Note>) -> Self {
        match self {
            Self::Run(mut pending) => {
                pending.note(note);
                Self::Run(pending)
            }
            Self::Answer(head) => Self::Answer(head.with_note(note)),
        }
    }

    /// Without `debug_assertions` there is none.
    #[cfg(not(debug_assertions))]
    #[inline]
    fn with_note(self, _note: Option<Note>) -> Self {
        self
    }
}

#[cfg(debug_assertions)]
fn note_value(note: Option<Note>) -> Option<Box<HeaderValue>> {
    note.and_then(|note| HeaderValue::from_str(note.as_str()).ok()).map(Box::new)
}

#[cfg(debug_assertions)]
fn set_note(note: Option<Box<HeaderValue>>, headers: &mut HeaderMap) {
    if let Some(note) = note {
        headers.insert(const { HeaderName::from_static(event::HEADER) }, *note);
    }
}

/// A request that runs, and of which nobody has heard yet, because a piece further inside may have the last word.
///
/// Dropping it tells: also where the client goes away before there is an answer.
#[derive(Debug)]
pub struct Unheard {
    prepared: Prepared,
    method: Method,
    headers: HeaderMap,
    is_overruled: bool,
}

impl Unheard {
    /// `None` where there is nothing to tell, or nobody to hear it. For a request of [`Prepared::decide_first`].
    #[must_use]
    #[inline]
    pub fn new(pending: &Pending, method: &Method, headers: &HeaderMap) -> Option<Box<Self>> {
        if !event::is_heard() || (pending.is_readable() && !event::is_counted()) {
            return None;
        }
        Self::of(pending, method, headers)
    }

    #[cold]
    fn of(pending: &Pending, method: &Method, request: &HeaderMap) -> Option<Box<Self>> {
        // The request itself goes to the handler; one that runs is decided on by these two.
        let mut headers = HeaderMap::new();
        for name in [ORIGIN, const { HeaderName::from_static("sec-fetch-site") }] {
            for value in request.get_all(&name) {
                headers.append(&name, value.clone());
            }
        }
        if headers.is_empty() && !event::is_counted() {
            return None;
        }
        let prepared = pending.prepared.clone();
        Some(Box::new(Self { prepared, method: method.clone(), headers, is_overruled: false }))
    }

    /// Somebody further inside had the last word, and told.
    pub fn overrule(mut self) {
        self.is_overruled = true;
    }

    /// Nobody did: tells, and lets the answer say why it is refused, in development.
    pub fn tell(mut self, pending: &mut Pending) {
        self.is_overruled = true;
        pending.note(self.report());
    }

    fn report(&self) -> Option<Note> {
        let view = RequestView::new(self.method.as_str(), &self.headers);
        let endpoint = self.prepared.endpoint();
        event::report(&endpoint.decide(&view), endpoint, &view)
    }
}

impl Drop for Unheard {
    fn drop(&mut self) {
        // A listener that panics as well would end the program.
        if !self.is_overruled && !std::thread::panicking() {
            let _ = self.report();
        }
    }
}

impl Head {
    #[inline]
    const fn new(status: StatusCode, vary: Vary, kind: Kind) -> Self {
        Self {
            status,
            vary,
            kind,
            #[cfg(debug_assertions)]
            note: None,
        }
    }

    /// The same with what is known about the refusal, which only answers in development have.
    #[must_use]
    #[inline]
    pub fn with_note(self, note: Option<Note>) -> Self {
        #[cfg(debug_assertions)]
        return Self { note: note_value(note), ..self };
        #[cfg(not(debug_assertions))]
        {
            drop(note);
            self
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Sets the headers of an answer that exists already: what is there of CORS is removed, `Vary` is merged. The
    /// status is left to the caller.
    pub fn apply(self, headers: &mut HeaderMap) {
        if There::of(headers).owned {
            remove_owned(headers);
        }
        match self.kind {
            Kind::Headers(own) => {
                for (name, value) in own.iter().filter(|(name, _)| *name != VARY) {
                    headers.insert(name, value.clone());
                }
            }
            Kind::Vary => {}
            Kind::Forbidden => {
                headers.insert(CACHE_CONTROL, const { HeaderValue::from_static("no-store") });
            }
        }
        set_vary(self.vary, headers);
        #[cfg(debug_assertions)]
        set_note(self.note, headers);
    }

    /// The answer, with `body`, which is to be empty.
    #[inline]
    pub fn into_response<B>(self, body: B) -> Response<B> {
        let mut response = Response::new(body);
        self.fill(&mut response);
        response
    }

    /// Makes the answer of a response that has no header yet and whose body is to be empty.
    #[inline]
    pub fn fill<B>(self, response: &mut Response<B>) {
        *response.status_mut() = self.status;
        match self.kind {
            Kind::Headers(headers) => *response.headers_mut() = headers,
            Kind::Vary => {
                if let Some(vary) = self.vary.header() {
                    response.headers_mut().insert(VARY, vary);
                }
            }
            Kind::Forbidden => {
                self.apply(response.headers_mut());
                return;
            }
        }
        #[cfg(debug_assertions)]
        set_note(self.note, response.headers_mut());
    }
}

/// The answer to a preflight that nobody on the path has a policy for: 204 with `Vary` and no CORS header.
#[must_use]
pub const fn nobody() -> Head {
    Head::new(StatusCode::NO_CONTENT, Vary::PREFLIGHT, Kind::Vary)
}

/// The same for this one; whoever hears of refusals does so.
#[must_use]
pub fn nobody_for(preflight: &RequestView<'_>) -> Head {
    nobody().with_note(event::report_without_policy(preflight))
}

/// 403 that no cache keeps.
#[must_use]
pub const fn forbidden(vary: Vary) -> Head {
    Head::new(StatusCode::FORBIDDEN, vary, Kind::Forbidden)
}

/// Appends what is missing of `vary`.
pub fn set_vary(vary: Vary, headers: &mut HeaderMap) {
    // One look-up where there is no `Vary` yet, which is the rule.
    match headers.try_entry(VARY) {
        Ok(Entry::Vacant(vacant)) => {
            // An error says that the map is full: no answer has that many headers.
            let _ = vary.header().map(|value| vacant.try_insert(value));
        }
        Ok(Entry::Occupied(mut occupied)) => {
            let missing = vary.missing(occupied.iter().map(HeaderValue::as_bytes));
            for line in missing.lines() {
                occupied.append(HeaderValue::from_static(line));
            }
        }
        Err(_) => {}
    }
}

/// What an answer may have already. A look at the few names that it has costs less than a look-up for each that it
/// may not have.
#[derive(Debug, Clone, Copy)]
struct There {
    owned: bool,
    vary: bool,
}

impl There {
    #[inline]
    fn of(headers: &HeaderMap) -> Self {
        if headers.keys_len() > FEW {
            return Self { owned: true, vary: true };
        }
        let mut there = Self { owned: false, vary: false };
        for name in headers.keys() {
            there.owned |= name.as_str().as_bytes().starts_with(b"access-control-");
            there.vary |= *name == VARY;
        }
        there
    }
}

/// So many names are looked at one after the other.
const FEW: usize = 16;

/// Removes the headers that belong to the library.
#[cold]
fn remove_owned(headers: &mut HeaderMap) {
    for name in &OWNED {
        headers.remove(name);
    }
}

/// The requested names as one line. Several lines are joined; they were checked and are within the limits.
fn requested_headers(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
    let first = lines.next()?;
    let mut joined = match lines.next() {
        None => return Some(first.clone()),
        Some(second) => [first.as_bytes(), b",", second.as_bytes()].concat(),
    };
    for line in lines {
        joined.push(b',');
        joined.extend_from_slice(line.as_bytes());
    }
    HeaderValue::from_bytes(&joined).ok()
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}

/// A header value of a policy's text, which the rules keep within visible ASCII.
fn value(text: &str) -> Option<HeaderValue> {
    let value = HeaderValue::from_str(text).ok().filter(|value| !value.is_empty())?;
    // The first clone makes the counter that later ones share: now, and not when the first request comes.
    drop(value.clone());
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|&(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    fn lines(headers: &HeaderMap) -> Vec<String> {
        headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
    }

    #[test]
    fn what_a_handler_set_is_replaced_and_its_vary_is_kept() {
        let policy = Policy::builder().origins(["https://a.example"]).expose_headers(["X-Id"]).credentials();
        let prepared = Prepared::layer(policy.build().unwrap());
        for (origin, expected) in [
            (
                "https://a.example",
                [
                    "access-control-allow-origin: https://a.example",
                    "access-control-allow-credentials: true",
                    "access-control-expose-headers: x-id",
                ]
                .as_slice(),
            ),
            ("https://b.example", &[]),
        ] {
            let Outcome::Run(pending) = prepared.decide(&Method::GET, &headers(&[("origin", origin)])) else {
                panic!("an actual request runs the handler");
            };
            let mut answer = headers(&[("vary", "accept"), ("x-other", "1")]);
            for name in &OWNED {
                answer.append(name, HeaderValue::from_static("the handler's own"));
                answer.append(name, HeaderValue::from_static("and again"));
            }
            pending.apply(&mut answer);
            let mut all = vec!["vary: accept", "vary: Origin", "x-other: 1"];
            all.extend(expected);
            let mut got = lines(&answer);
            got.sort();
            all.sort_unstable();
            assert_eq!(got, all);
        }
    }

    #[test]
    fn a_whole_answer_replaces_what_an_outer_piece_set_and_keeps_its_vary() {
        let prepared = Prepared::layer(Policy::builder().origins(["https://a.example"]).build().unwrap());
        for (origin, expected) in [
            ("https://a.example", ["access-control-allow-origin: https://a.example"].as_slice()),
            ("https://b.example", &[]),
        ] {
            let preflight = headers(&[("origin", origin), ("access-control-request-method", "GET")]);
            let Outcome::Answer(head) = prepared.decide(&Method::OPTIONS, &preflight) else {
                panic!("a preflight is answered");
            };
            let mut answer = headers(&[("vary", "accept, origin"), ("x-other", "1")]);
            for name in &OWNED {
                answer.append(name, HeaderValue::from_static("the outer piece's own"));
                answer.append(name, HeaderValue::from_static("and again"));
            }
            head.apply(&mut answer);
            let mut all = vec!["vary: Access-Control-Request-Method", "vary: accept, origin", "x-other: 1"];
            all.extend(expected);
            all.sort_unstable();
            let mut got = lines(&answer);
            got.sort();
            assert_eq!(got, all);
        }
        let mut answer = headers(&[("vary", "*"), ("cache-control", "public")]);
        forbidden(Vary::ORIGIN).apply(&mut answer);
        assert_eq!(lines(&answer), ["vary: *", "cache-control: no-store"]);
    }

    #[test]
    fn two_answers_share_nothing_that_can_change() {
        let prepared = Prepared::layer(Policy::builder().any_origin().build().unwrap());
        let answer = || {
            let Outcome::Run(pending) = prepared.decide(&Method::GET, &HeaderMap::new()) else {
                panic!("runs the handler");
            };
            let mut answer = HeaderMap::new();
            pending.apply(&mut answer);
            answer
        };
        let mut first = answer();
        first.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("changed"));
        assert_eq!(lines(&answer()), ["access-control-allow-origin: *"]);
    }

    #[test]
    fn mirrored_names_are_one_line() {
        let policy = Policy::builder().origins(["https://a.example"]).credentials();
        let policy = policy.danger("mirror_request_headers", "a test").build().unwrap();
        let prepared = Prepared::layer(policy);
        let ask = |names: &[&str]| {
            let mut request =
                headers(&[("origin", "https://a.example"), ("access-control-request-method", "PUT")]);
            for names in names {
                request.append(ACCESS_CONTROL_REQUEST_HEADERS, names.parse().unwrap());
            }
            match prepared.decide(&Method::OPTIONS, &request) {
                Outcome::Answer(head) => {
                    head.into_response(()).headers().get(ACCESS_CONTROL_ALLOW_HEADERS).cloned()
                }
                Outcome::Run(_) => panic!("a preflight is answered"),
            }
        };
        assert_eq!(ask(&["x-a,x-b"]).unwrap(), "x-a,x-b");
        assert_eq!(ask(&["x-a", "x-b", "x-c"]).unwrap(), "x-a,x-b,x-c");
        assert_eq!(ask(&["x-a", "cookie"]), None);
        assert_eq!(ask(&[]), None);
    }
}
