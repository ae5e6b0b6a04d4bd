//! Decisions on the types of Rocket, which has header maps of its own.
//!
//! Its header values are texts that may be borrowed for as long as the request lives: from the request, and from
//! policies in the application's managed state. So an answer gets its headers without an allocation for a value.

use std::ops::ControlFlow;

use ::rocket::{
    Request, Response,
    http::{Header, HeaderMap, Status},
};
use cors_core::{
    Decision, RequestKind, RequestView,
    decision::{Action, AllowHeaders, AllowOrigin},
    endpoint::{AllowMethods, Endpoint},
    event,
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

/// Header lines as a decision reads them.
struct Lines<'a>(&'a HeaderMap<'a>);

impl HeaderLines for Lines<'_> {
    fn each_line<'h>(&'h self, name: RequestHeader, see: &mut dyn FnMut(&'h [u8]) -> ControlFlow<()>) {
        for value in self.0.get(name.as_str()) {
            if see(value.as_bytes()).is_break() {
                return;
            }
        }
    }
}

/// What a request is to the CORS protocol.
pub(super) fn kind(request: &Request<'_>) -> RequestKind {
    RequestView::new(request.method().as_str(), &Lines(request.headers())).kind()
}

/// Whether the policy of `endpoint` keeps this request from its handler. The listener does not hear of it.
pub(super) fn is_forbidden(endpoint: &Endpoint, request: &Request<'_>) -> bool {
    let lines = Lines(request.headers());
    let view = RequestView::new(request.method().as_str(), &lines);
    // `Action` may grow: fail closed.
    endpoint.decide(&view).action() != Action::Run
}

/// Tells the listener about a request that is refused and whose answer is not [`finish`]ed.
pub(super) fn report(endpoint: &Endpoint, request: &Request<'_>) {
    decide(endpoint, request, |_| ());
}

/// Tells the listener about a request that `endpoint` lets in, and that was passed on to where it is not.
pub(super) fn report_passed_on(endpoint: &Endpoint, request: &Request<'_>) {
    let lines = Lines(request.headers());
    event::report_passed_on(endpoint, &RequestView::new(request.method().as_str(), &lines));
}

/// 403 that no cache keeps.
pub(super) fn forbidden<'r>() -> Response<'r> {
    let mut response = Response::new();
    forbid(&mut response);
    response
}

/// Makes an answer, whatever became of it, 403 that no cache keeps.
pub(super) fn forbid(response: &mut Response<'_>) {
    response.set_status(Status::Forbidden);
    strip(response);
    response.set_header(Header::new("cache-control", "no-store"));
    set_vary(Vary::ORIGIN_AND_FETCH_SITE, response);
}

/// Whether `endpoint` lets a page of another origin, which is this request's, read its answers.
pub(super) fn lets_in(endpoint: &Endpoint, request: &Request<'_>) -> bool {
    let lines = Lines(request.headers());
    let view = RequestView::new(request.method().as_str(), &lines);
    view.kind() == RequestKind::Actual
        && !view.is_same_origin_fetch()
        && endpoint.decide(&view).allow_origin() != AllowOrigin::None
}

/// Makes an answer that of a preflight which nobody has a policy for: 204 with `Vary` and no CORS header.
pub(super) fn nobody(request: &Request<'_>, response: &mut Response<'_>) {
    let lines = Lines(request.headers());
    event::report_without_policy(&RequestView::new(request.method().as_str(), &lines));
    response.set_status(Status::NoContent);
    strip(response);
    set_vary(Vary::PREFLIGHT, response);
}

/// Makes an answer that of a preflight.
pub(super) fn preflight<'r>(endpoint: &'r Endpoint, request: &'r Request<'_>, response: &mut Response<'r>) {
    decide(endpoint, request, |decision| {
        let status = match decision.action() {
            Action::Answer(status) => status,
            // The caller has seen that it is a preflight, to which there is no other answer.
            _ => 204,
        };
        response.set_status(Status::new(status));
        strip(response);
        if let Some(origin) = allow_origin(decision, request) {
            let policy = endpoint.policy();
            set(response, ALLOW_ORIGIN, origin);
            if decision.allow_credentials() {
                set(response, ALLOW_CREDENTIALS, "true");
            }
            set(response, ALLOW_METHODS, allow_methods(decision, endpoint, request));
            match decision.allow_headers() {
                AllowHeaders::Listed => set(response, ALLOW_HEADERS, policy.headers()),
                AllowHeaders::Requested => set_requested_headers(response, request),
                _ => {}
            }
            set(response, MAX_AGE, policy.max_age().unwrap_or_default());
        }
        set_vary(decision.vary(), response);
    });
}

/// Sets the CORS headers of an answer: what is there of them is removed, `Vary` is merged.
pub(super) fn finish<'r>(endpoint: &'r Endpoint, request: &'r Request<'_>, response: &mut Response<'r>) {
    decide(endpoint, request, |decision| {
        strip(response);
        if let Some(origin) = allow_origin(decision, request) {
            set(response, ALLOW_ORIGIN, origin);
            if decision.allow_credentials() {
                set(response, ALLOW_CREDENTIALS, "true");
            }
            set(response, EXPOSE_HEADERS, endpoint.policy().expose_headers());
        }
        set_vary(decision.vary(), response);
    });
}

/// Removes what others set.
fn strip(response: &mut Response<'_>) {
    for name in OWNED {
        response.remove_header(name);
    }
}

/// Decides on a request and tells the listener about a refusal.
fn decide<T>(endpoint: &Endpoint, request: &Request<'_>, then: impl FnOnce(&Decision<'_>) -> T) -> T {
    let lines = Lines(request.headers());
    let view = RequestView::new(request.method().as_str(), &lines);
    let decision = endpoint.decide(&view);
    event::report(&decision, endpoint, &view);
    then(&decision)
}

fn allow_origin<'r>(decision: &Decision<'_>, request: &'r Request<'_>) -> Option<&'r str> {
    match decision.allow_origin() {
        AllowOrigin::Any => Some("*"),
        // The request's only line, after a match over all of it.
        AllowOrigin::This(_) => request.headers().get_one(RequestHeader::Origin.as_str()),
        _ => None,
    }
}

fn allow_methods<'r>(decision: &Decision<'_>, endpoint: &'r Endpoint, request: &'r Request<'_>) -> &'r str {
    match endpoint.allow_methods() {
        AllowMethods::Listed(list) => list,
        AllowMethods::Requested { .. } if !decision.allow_methods().is_empty() => {
            request.headers().get_one(RequestHeader::RequestMethod.as_str()).unwrap_or_default()
        }
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
fn set_vary(vary: Vary, response: &mut Response<'_>) {
    let missing = vary.missing(response.headers().get(VARY).map(str::as_bytes));
    for line in missing.lines() {
        response.adjoin_header(Header::new(VARY, line));
    }
}

/// The method that a preflight asks for.
pub(super) fn requested_method<'r>(request: &'r Request<'_>) -> &'r [u8] {
    request.headers().get_one(RequestHeader::RequestMethod.as_str()).unwrap_or_default().as_bytes()
}
