//! Decisions on the types of Rocket, which has header maps of its own.
//!
//! Its header values are texts that may be borrowed for as long as the request lives: from the request, and from
//! policies in the application's managed state. So an answer gets its headers without an allocation for a value.

use std::{borrow::Cow, ops::ControlFlow};

use ::rocket::{
    Request, Response,
    http::{Header, HeaderMap, Method, Status},
};
use cors_core::{
    Decision, RequestKind, RequestView,
    decision::{Action, AllowHeaders, AllowOrigin},
    endpoint::{AllowMethods, Endpoint},
    event::{self, HEADER, Note},
    request::{HeaderLines, RequestHeader},
    vary::Vary,
};

/// The headers that belong to the library on an annotated route: what a handler or an inner piece set is removed.
const OWNED: [&str; 7] = [
    ALLOW_ORIGIN,
    ALLOW_CREDENTIALS,
    ALLOW_METHODS,
    ALLOW_HEADERS,
    EXPOSE_HEADERS,
    MAX_AGE,
    "access-control-allow-private-network",
];
const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";
const EXPOSE_HEADERS: &str = "access-control-expose-headers";
const MAX_AGE: &str = "access-control-max-age";
const VARY: &str = "vary";

/// A request as decisions look at it. Rocket hashes a name with a key for each look-up, which costs more than most of a
/// decision: what decisions read is looked up once.
#[derive(Clone, Copy)]
pub(super) struct Seen<'r> {
    method: Method,
    headers: &'r HeaderMap<'r>,
    origin: Found<'r>,
    requested_method: Found<'r>,
}

/// The lines of one header.
#[derive(Clone, Copy)]
enum Found<'r> {
    None,
    One(&'r str),
    /// They are to be looked up.
    Unknown,
}

impl<'r> Seen<'r> {
    pub(super) fn new(request: &'r Request<'_>) -> Self {
        let (method, headers) = (request.method(), request.headers());
        let [origin, requested_method] = if method == Method::Options {
            Self::look_through(headers).unwrap_or([Found::Unknown; 2])
        } else {
            let mut origins = headers.get(RequestHeader::Origin.as_str());
            let origin = origins.next().map_or(Found::None, Found::One);
            [if origins.next().is_some() { Found::Unknown } else { origin }, Found::Unknown]
        };
        Self { method, headers, origin, requested_method }
    }

    /// `Origin` and `Access-Control-Request-Method`, if there are few lines: a look at each costs less than to hash the
    /// second name.
    fn look_through(headers: &'r HeaderMap<'r>) -> Option<[Found<'r>; 2]> {
        const NAMES: [&str; 2] = [RequestHeader::Origin.as_str(), RequestHeader::RequestMethod.as_str()];
        let mut found = [Found::None; 2];
        for (index, Header { name, value }) in headers.iter().enumerate() {
            let Cow::Borrowed(value) = value else { return None };
            if index == FEW {
                return None;
            }
            for (found, wanted) in found.iter_mut().zip(NAMES) {
                if name == *wanted {
                    *found = if matches!(found, Found::None) { Found::One(value) } else { Found::Unknown };
                }
            }
        }
        Some(found)
    }

    pub(super) fn view(&self) -> RequestView<'_> {
        RequestView::new(self.method.as_str(), self)
    }

    /// The method that a preflight asks for.
    pub(super) fn requested_method(&self) -> &'r str {
        self.first(self.requested_method, RequestHeader::RequestMethod).unwrap_or_default()
    }

    fn first(&self, found: Found<'r>, name: RequestHeader) -> Option<&'r str> {
        match found {
            Found::None => None,
            Found::One(line) => Some(line),
            Found::Unknown => self.headers.get_one(name.as_str()),
        }
    }
}

impl HeaderLines for Seen<'_> {
    fn each_line<'h>(&'h self, name: RequestHeader, see: &mut dyn FnMut(&'h [u8]) -> ControlFlow<()>) {
        let found = match name {
            RequestHeader::Origin => self.origin,
            RequestHeader::RequestMethod => self.requested_method,
            RequestHeader::RequestHeaders | RequestHeader::FetchSite => Found::Unknown,
        };
        match found {
            Found::None => {}
            Found::One(line) => _ = see(line.as_bytes()),
            Found::Unknown => {
                for line in self.headers.get(name.as_str()) {
                    if see(line.as_bytes()).is_break() {
                        return;
                    }
                }
            }
        }
    }
}

/// What a request is to the CORS protocol.
pub(super) fn kind(request: &Request<'_>) -> RequestKind {
    Seen::new(request).view().kind()
}

/// Whether the policy of `endpoint` keeps this request from its handler. The listener does not hear of it.
pub(super) fn is_forbidden(endpoint: &Endpoint, request: &Request<'_>) -> bool {
    let seen = Seen::new(request);
    let view = seen.view();
    // `Action` may grow: fail closed.
    endpoint.decide(&view).action() != Action::Run
}

/// In the cache of a request: whoever hears of refusals has heard of it, and its answer is to carry this.
struct Told(Option<Note>);

/// Tells about a request that is forbidden.
pub(super) fn report(endpoint: &Endpoint, request: &Request<'_>) {
    if event::is_heard() {
        let note = event::report_forbidden(endpoint, &Seen::new(request).view());
        request.local_cache(|| Some(Told(note)));
    }
}

/// Tells about a request that `endpoint` lets in, and that was passed on to where it is not.
pub(super) fn report_passed_on(endpoint: &Endpoint, request: &Request<'_>) {
    if event::is_heard() {
        let note = event::report_passed_on(endpoint, &Seen::new(request).view());
        request.local_cache(|| Some(Told(note)));
    }
}

/// What was told of a request before its answer came here.
fn told<'r>(request: &'r Request<'_>) -> Option<&'r Told> {
    if event::is_heard() { request.local_cache(|| None::<Told>).as_ref() } else { None }
}

/// What an answer in development says of its refusal.
fn set_note(note: Option<&Note>, response: &mut Response<'_>) {
    if let Some(note) = note {
        response.set_header(Header::new(HEADER, note.as_str().to_owned()));
    }
}

/// 403 that no cache keeps.
pub(super) fn forbidden<'r>() -> Response<'r> {
    let mut response = Response::new();
    make_forbidden(&mut response);
    response
}

/// Makes an answer, whatever became of it, 403 that no cache keeps.
pub(super) fn forbid(request: &Request<'_>, response: &mut Response<'_>) {
    make_forbidden(response);
    set_note(told(request).and_then(|told| told.0.as_ref()), response);
}

fn make_forbidden(response: &mut Response<'_>) {
    response.set_status(Status::Forbidden);
    let there = strip(response);
    response.set_header(Header::new("cache-control", "no-store"));
    set_vary(Vary::ORIGIN_AND_FETCH_SITE, there, response);
}

/// Whether `endpoint` lets a page of another origin, which is this request's, read its answers.
pub(super) fn lets_in(endpoint: &Endpoint, request: &Request<'_>) -> bool {
    let seen = Seen::new(request);
    let view = seen.view();
    view.kind() == RequestKind::Actual
        && !view.is_same_origin_fetch()
        && endpoint.decide(&view).allow_origin() != AllowOrigin::None
}

/// Makes an answer that of a preflight which nobody has a policy for: 204 with `Vary` and no CORS header.
pub(super) fn nobody(request: &Request<'_>, response: &mut Response<'_>) {
    let note = event::report_without_policy(&Seen::new(request).view());
    response.set_status(Status::NoContent);
    let there = strip(response);
    set_vary(Vary::PREFLIGHT, there, response);
    set_note(note.as_ref(), response);
}

/// Makes an answer that of a preflight.
pub(super) fn preflight<'r>(endpoint: &'r Endpoint, request: &'r Request<'_>, response: &mut Response<'r>) {
    let seen = Seen::new(request);
    let ((), note) = decide(endpoint, &seen, |decision| {
        let status = match decision.action() {
            Action::Answer(status) => status,
            // The caller has seen that it is a preflight, to which there is no other answer.
            _ => 204,
        };
        response.set_status(Status::new(status));
        let there = strip(response);
        if let Some(origin) = allow_origin(decision, &seen) {
            let policy = endpoint.policy();
            set(response, ALLOW_ORIGIN, origin);
            if decision.allow_credentials() {
                set(response, ALLOW_CREDENTIALS, "true");
            }
            set(response, ALLOW_METHODS, allow_methods(decision, endpoint, &seen));
            match decision.allow_headers() {
                AllowHeaders::Listed => set(response, ALLOW_HEADERS, policy.headers()),
                AllowHeaders::Requested => set_requested_headers(response, request),
                _ => {}
            }
            set(response, MAX_AGE, policy.max_age().unwrap_or_default());
        }
        set_vary(decision.vary(), there, response);
    });
    set_note(note.as_ref(), response);
}

/// Sets the CORS headers of an answer: what is there of them is removed, `Vary` is merged.
pub(super) fn finish<'r>(endpoint: &'r Endpoint, request: &'r Request<'_>, response: &mut Response<'r>) {
    let policy = endpoint.policy();
    let is_constant = policy.origins().is_any() && request.method() != Method::Options;
    let mut note = None;
    let (origin, vary) = if is_constant && !event::is_counted() {
        // The constant answer: nothing of the request matters, and nothing is refused.
        (Some("*"), Vary::NONE)
    } else {
        let seen = Seen::new(request);
        let head = |decision: &Decision<'_>| (allow_origin(decision, &seen), decision.vary());
        if let Some(Told(before)) = told(request) {
            note.clone_from(before);
            head(&endpoint.decide(&seen.view()))
        } else {
            let (head, now) = decide(endpoint, &seen, head);
            note = now;
            head
        }
    };
    let there = strip(response);
    if let Some(origin) = origin {
        set(response, ALLOW_ORIGIN, origin);
        if policy.allows_credentials() {
            set(response, ALLOW_CREDENTIALS, "true");
        }
        set(response, EXPOSE_HEADERS, policy.expose_headers());
    }
    set_vary(vary, there, response);
    set_note(note.as_ref(), response);
}

/// What an answer may have already. A look at the few names that it has costs less than a look-up for each that it
/// may not have.
#[derive(Clone, Copy)]
struct There {
    owned: bool,
    vary: bool,
}

impl There {
    fn of(response: &Response<'_>) -> Self {
        const PREFIX: &[u8] = b"access-control-";
        let mut there = Self { owned: false, vary: false };
        for (index, Header { name, .. }) in response.headers().iter().enumerate() {
            if index == FEW {
                return Self { owned: true, vary: true };
            }
            // A handler may have written it in any case.
            let start = name.as_str().as_bytes().get(..PREFIX.len());
            there.owned |= start.is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
            there.vary |= name == *VARY;
        }
        there
    }
}

/// So many lines are looked at one after the other.
const FEW: usize = 16;

/// Removes what others set, and says what else was there.
fn strip(response: &mut Response<'_>) -> There {
    let there = There::of(response);
    if there.owned {
        remove_owned(response);
    }
    there
}

#[cold]
fn remove_owned(response: &mut Response<'_>) {
    for name in OWNED {
        response.remove_header(name);
    }
}

/// Decides on a request and tells about it.
fn decide<T>(
    endpoint: &Endpoint,
    seen: &Seen<'_>,
    then: impl FnOnce(&Decision<'_>) -> T,
) -> (T, Option<Note>) {
    let view = seen.view();
    let decision = endpoint.decide(&view);
    let note = event::report(&decision, endpoint, &view);
    (then(&decision), note)
}

fn allow_origin<'r>(decision: &Decision<'_>, seen: &Seen<'r>) -> Option<&'r str> {
    match decision.allow_origin() {
        AllowOrigin::Any => Some("*"),
        // The request's only line, after a match over all of it.
        AllowOrigin::This(_) => seen.first(seen.origin, RequestHeader::Origin),
        _ => None,
    }
}

fn allow_methods<'r>(decision: &Decision<'_>, endpoint: &'r Endpoint, seen: &Seen<'r>) -> &'r str {
    match endpoint.allow_methods() {
        AllowMethods::Listed(list) => list,
        AllowMethods::Requested { .. } if !decision.allow_methods().is_empty() => seen.requested_method(),
        _ => "",
    }
}

/// The requested names as one line. Several lines are joined; they were checked and are within the limits.
fn set_requested_headers<'r>(response: &mut Response<'r>, request: &'r Request<'_>) {
    let lines = || request.headers().get(RequestHeader::RequestHeaders.as_str());
    if lines().nth(1).is_none() {
        set(response, ALLOW_HEADERS, lines().next().unwrap_or_default());
    } else {
        response.set_header(Header::new(ALLOW_HEADERS, lines().collect::<Vec<_>>().join(",")));
    }
}

fn set<'r>(response: &mut Response<'r>, name: &'static str, value: &'r str) {
    if !value.is_empty() {
        response.set_header(Header::new(name, value));
    }
}

/// Appends what is missing of `vary`.
fn set_vary(vary: Vary, there: There, response: &mut Response<'_>) {
    if !there.vary {
        return set(response, VARY, vary.as_str());
    }
    let missing = vary.missing(response.headers().get(VARY).map(str::as_bytes));
    for line in missing.lines() {
        response.adjoin_header(Header::new(VARY, line));
    }
}
