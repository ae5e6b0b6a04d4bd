//! What to answer: the CORS check and the preflight from the server's side.
//!
//! Implements the answers of [Fetch, "CORS protocol"](https://fetch.spec.whatwg.org/#http-cors-protocol) so that
//! its "CORS check" and "CORS-preflight fetch" come to the verdict that the policy states.

use crate::{
    endpoint::{AllowMethods, Endpoint},
    field_list::{self, Listed, Mirrored},
    method,
    origin_set::{MAX_ORIGIN_LEN, Verdict},
    policy::Policy,
    refusal::{Refusal, RefusedOrigin},
    request::{Lines, RequestKind, RequestView},
    spec::OnRefused,
    vary::Vary,
};

/// What to answer to one request.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    kind: RequestKind,
    policy: &'a Policy,
    action: Action,
    allow_origin: AllowOrigin<'a>,
    methods: &'a [u8],
    headers: AllowHeaders,
    vary: Vary,
    refusal: Option<Refusal<'a>>,
}

/// What is to be done with a request.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Let the handler run and set the headers on its answer.
    Run,
    /// Answer the preflight with this status, without running anything of the user's.
    Answer(u16),
    /// Refuse with 403 and `Cache-Control: no-store`, without running anything of the user's.
    Forbid,
}

/// The value of `Access-Control-Allow-Origin`.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowOrigin<'a> {
    /// No CORS header at all.
    None,
    /// `*`
    Any,
    /// These bytes of the request, after a match over all of them.
    This(&'a [u8]),
}

/// The value of `Access-Control-Allow-Headers` on a preflight.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowHeaders {
    /// No such header.
    None,
    /// The policy's list.
    Listed,
    /// The requested names as they are: checked, and within the limits of [`field_list`].
    Requested,
}

impl<'a> Decision<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint, view: &RequestView<'a>) -> Self {
        let policy = endpoint.policy();
        let kind = view.kind();
        let (allow_origin, mut refusal) = check_origin(policy, view);
        let is_preflight = kind == RequestKind::Preflight;
        let mut decision = Self {
            kind,
            policy,
            action: if is_preflight { Action::Answer(policy.preflight_status()) } else { Action::Run },
            allow_origin,
            methods: b"",
            headers: AllowHeaders::None,
            vary: endpoint.vary(kind),
            refusal: None,
        };
        if is_preflight && allow_origin != AllowOrigin::None {
            refusal = decision.preflight(endpoint, view);
        }
        if kind == RequestKind::Actual
            && policy.on_refused() == OnRefused::Forbid
            && allow_origin == AllowOrigin::None
            && !is_same_origin(policy, view)
        {
            decision.action = Action::Forbid;
        }
        decision.refusal = refusal;
        decision
    }

    /// What the request is to the CORS protocol.
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.kind
    }

    /// What is to be done with the request.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// The policy that decided.
    #[must_use]
    pub const fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// `Access-Control-Allow-Origin`.
    #[must_use]
    pub const fn allow_origin(&self) -> AllowOrigin<'a> {
        self.allow_origin
    }

    /// Whether `Access-Control-Allow-Credentials: true` is sent.
    #[must_use]
    pub fn allow_credentials(&self) -> bool {
        self.policy.allows_credentials() && self.allow_origin != AllowOrigin::None
    }

    /// `Access-Control-Allow-Methods` of a preflight; empty for none.
    #[must_use]
    pub const fn allow_methods(&self) -> &'a [u8] {
        self.methods
    }

    /// `Access-Control-Allow-Headers` of a preflight.
    #[must_use]
    pub const fn allow_headers(&self) -> AllowHeaders {
        self.headers
    }

    /// `Access-Control-Max-Age` of a preflight.
    #[must_use]
    pub fn max_age(&self) -> Option<&'a str> {
        let is_answered = self.kind == RequestKind::Preflight && self.allow_origin != AllowOrigin::None;
        self.policy.max_age().filter(|_| is_answered)
    }

    /// `Access-Control-Expose-Headers` of an actual answer; empty for none.
    #[must_use]
    pub fn expose_headers(&self) -> &'a str {
        let is_exposed = self.kind != RequestKind::Preflight && self.allow_origin != AllowOrigin::None;
        if is_exposed { self.policy.expose_headers() } else { "" }
    }

    /// The `Vary` of the answer, to be merged with the handler's.
    #[must_use]
    pub const fn vary(&self) -> Vary {
        self.vary
    }

    /// Why the page will not get what it asked for; `None` where it will, and for requests that are not CORS.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal<'a>> {
        self.refusal.as_ref()
    }

    /// Adds the lists, whole: they do not depend on what was asked, so that the browser can say what is missing.
    fn preflight(&mut self, endpoint: &'a Endpoint, view: &RequestView<'a>) -> Option<Refusal<'a>> {
        let requested = view.requested_method().unwrap_or_default();
        let (methods, allowed) = match endpoint.allow_methods() {
            AllowMethods::Listed(list) => (list.as_bytes(), list),
            AllowMethods::Requested { within } => {
                let fits = within.is_none_or(|list| names_method(list, requested));
                let named = method::is_token(requested) && !method::is_forbidden(requested) && fits;
                (if named { requested } else { b"".as_slice() }, within.unwrap_or("any"))
            }
        };
        self.methods = methods;
        let list = self.policy.headers();
        let mut refusal = None;
        if self.policy.mirror_headers {
            match field_list::mirror(view) {
                Mirrored::None => {}
                Mirrored::All => self.headers = AllowHeaders::Requested,
                Mirrored::Not(name) => refusal = Some(Refusal::HeaderNotAllowed { name, allowed: "any" }),
                Mirrored::TooMany => refusal = Some(Refusal::TooManyHeaders),
            }
        } else {
            if !list.is_empty() {
                self.headers = AllowHeaders::Listed;
            }
            match field_list::compare(view, list) {
                Listed::All => {}
                Listed::Not(name) => refusal = Some(Refusal::HeaderNotAllowed { name, allowed: list }),
                Listed::TooMany => refusal = Some(Refusal::TooManyHeaders),
            }
        }
        // Fetch, "CORS-preflight fetch", step 7.5: in the list with its case, or safelisted, or `*`.
        let is_named = methods == b"*" || methods.split(|&byte| byte == b',').any(|listed| listed == requested);
        let is_allowed = method::is_safelisted(requested)
            || (is_named && method::is_token(requested) && !method::is_forbidden(requested));
        if is_allowed { refusal } else { Some(Refusal::MethodNotAllowed { requested, allowed }) }
    }
}

/// Whether `methods`, joined by `,`, names `method`; `*` names any.
pub(crate) fn names_method(methods: &str, method: &[u8]) -> bool {
    methods == "*" || methods.split(',').any(|listed| listed.as_bytes() == method)
}

/// Fetch, "CORS check", from the server's side.
fn check_origin<'a>(policy: &'a Policy, view: &RequestView<'a>) -> (AllowOrigin<'a>, Option<Refusal<'a>>) {
    if policy.origins().is_any() {
        return (AllowOrigin::Any, None);
    }
    let origin = match view.origin_lines() {
        Lines::None => return (AllowOrigin::None, None),
        Lines::Several => return (AllowOrigin::None, Some(Refusal::SeveralOrigins)),
        Lines::One(origin) => origin,
    };
    match policy.origins().verdict(origin) {
        Verdict::Any => (AllowOrigin::Any, None),
        Verdict::Allowed => (AllowOrigin::This(origin), None),
        Verdict::NotSet => (AllowOrigin::None, Some(Refusal::OriginsNotSet)),
        Verdict::Refused if is_like_an_origin(origin) => {
            (AllowOrigin::None, Some(Refusal::OriginNotAllowed(RefusedOrigin::new(origin, policy))))
        }
        Verdict::Refused => (AllowOrigin::None, Some(Refusal::MalformedOrigin { origin })),
    }
}

/// Whether a value looks like something that a client meant as an origin; only the kind of refusal depends on it.
fn is_like_an_origin(origin: &[u8]) -> bool {
    origin == b"null"
        || (origin.len() <= MAX_ORIGIN_LEN
            && origin.windows(3).any(|three| three == b"://")
            && origin.iter().all(|byte| matches!(byte, b'!'..=b'~'))
            && !origin.contains(&b','))
}

/// Whether `on_refused = forbid` must let this request pass: a browser sends `Origin` on same-origin POSTs too.
///
/// `Host` is not asked: a client sets it as it likes, and a proxy rewrites it.
fn is_same_origin(policy: &Policy, view: &RequestView<'_>) -> bool {
    view.is_same_origin_fetch() || (view.origin().is_some() && view.origin() == policy.public_origin().map(str::as_bytes))
}
