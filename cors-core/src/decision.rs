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
///
/// Making one looks at the origin only; what else a preflight or a log needs is worked out where it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    endpoint: &'a Endpoint,
    view: RequestView<'a>,
    kind: RequestKind,
    origin: OriginCheck<'a>,
    action: Action,
}

/// What the checks look at: a request, a policy and the methods that it names where it is served.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) methods: AllowMethods<'a>,
    pub(crate) view: RequestView<'a>,
    pub(crate) kind: RequestKind,
    pub(crate) origin: OriginCheck<'a>,
}

/// What the CORS check comes to. Kept as it was seen: the program may replace its origins meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OriginCheck<'a> {
    Any,
    Allowed(&'a [u8]),
    Refused(&'a [u8]),
    Absent,
    Several,
    NotSet,
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
    #[inline]
    pub(crate) fn new(endpoint: &'a Endpoint, view: &RequestView<'a>) -> Self {
        let kind = view.kind();
        let policy = endpoint.policy();
        let origin = check_origin(policy, view.origin_lines());
        let action = action(policy, view, kind, origin);
        Self { endpoint, view: *view, kind, origin, action }
    }

    /// The same for a preflight whose origin was let in: origins that are replaced meanwhile make no mixture of it.
    #[cfg(feature = "http")]
    pub(crate) fn let_in(endpoint: &'a Endpoint, view: RequestView<'a>) -> Self {
        let action = Action::Answer(endpoint.policy().preflight_status());
        Self { endpoint, view, kind: RequestKind::Preflight, origin: OriginCheck::Any, action }
    }

    /// What the request is to the CORS protocol.
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.kind
    }

    /// What is to be done with the request.
    #[must_use]
    #[inline]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// The policy that decided.
    #[must_use]
    pub fn policy(&self) -> &'a Policy {
        self.endpoint.policy()
    }

    /// `Access-Control-Allow-Origin`.
    #[must_use]
    #[inline]
    pub const fn allow_origin(&self) -> AllowOrigin<'a> {
        self.origin.allow_origin()
    }

    /// Whether `Access-Control-Allow-Credentials: true` is sent.
    #[must_use]
    pub fn allow_credentials(&self) -> bool {
        self.policy().allows_credentials() && self.origin.is_allowed()
    }

    /// `Access-Control-Allow-Methods` of a preflight; empty for none.
    ///
    /// A list is sent whole, whatever was asked, so that the browser can say what is missing.
    #[must_use]
    pub fn allow_methods(&self) -> &'a [u8] {
        if !self.is_allowed_preflight() {
            return b"";
        }
        named_methods(self.endpoint.allow_methods(), self.requested_method())
    }

    /// `Access-Control-Allow-Headers` of a preflight. A list is sent whole, whatever was asked.
    #[must_use]
    pub fn allow_headers(&self) -> AllowHeaders {
        let policy = self.policy();
        if !self.is_allowed_preflight() {
            AllowHeaders::None
        } else if policy.mirror_headers {
            match field_list::mirror(&self.view) {
                Mirrored::All => AllowHeaders::Requested,
                Mirrored::None | Mirrored::Not(_) | Mirrored::TooMany => AllowHeaders::None,
            }
        } else if policy.headers().is_empty() {
            AllowHeaders::None
        } else {
            AllowHeaders::Listed
        }
    }

    /// `Access-Control-Max-Age` of a preflight.
    #[must_use]
    pub fn max_age(&self) -> Option<&'a str> {
        self.policy().max_age().filter(|_| self.is_allowed_preflight())
    }

    /// `Access-Control-Expose-Headers` of an actual answer; empty for none.
    #[must_use]
    pub fn expose_headers(&self) -> &'a str {
        let is_exposed = self.kind != RequestKind::Preflight && self.origin.is_allowed();
        if is_exposed { self.policy().expose_headers() } else { "" }
    }

    /// The `Vary` of the answer, to be merged with the handler's.
    #[must_use]
    pub fn vary(&self) -> Vary {
        self.endpoint.vary(self.kind)
    }

    /// Why the page will not get what it asked for; `None` where it will, and for requests that are not CORS.
    ///
    /// A same-origin request is refused by nobody, although a POST carries `Origin`: no browser makes a CORS check for
    /// it.
    ///
    /// Worked out here: for an answer alone nobody needs it. Allocates nothing.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal<'a>> {
        self.case().refusal()
    }

    fn case(&self) -> Case<'a> {
        let (view, kind, origin) = (self.view, self.kind, self.origin);
        Case { policy: self.policy(), methods: self.endpoint.allow_methods(), view, kind, origin }
    }

    fn is_allowed_preflight(&self) -> bool {
        self.kind == RequestKind::Preflight && self.origin.is_allowed()
    }

    fn requested_method(&self) -> &'a [u8] {
        self.view.requested_method().unwrap_or_default()
    }
}

impl<'a> Case<'a> {
    /// The case of a policy in front of everything, or with the methods that it is known to name.
    pub(crate) fn new(policy: &'a Policy, methods: AllowMethods<'a>, view: &RequestView<'a>) -> Self {
        Self {
            policy,
            methods,
            view: *view,
            kind: view.kind(),
            origin: check_origin(policy, view.origin_lines()),
        }
    }

    pub(crate) fn action(&self) -> Action {
        action(self.policy, &self.view, self.kind, self.origin)
    }

    /// Whether it is an actual request that no browser makes a CORS check for.
    pub(crate) fn is_same_origin(&self) -> bool {
        self.kind == RequestKind::Actual && is_same_origin(self.policy, self.view)
    }

    pub(crate) fn refusal(&self) -> Option<Refusal<'a>> {
        let policy = self.policy;
        match self.origin {
            OriginCheck::Several | OriginCheck::NotSet | OriginCheck::Refused(_) if self.is_same_origin() => {
                None
            }
            OriginCheck::Several => Some(Refusal::SeveralOrigins),
            OriginCheck::NotSet => Some(Refusal::OriginsNotSet),
            OriginCheck::Refused(origin) if is_like_an_origin(origin) => {
                Some(Refusal::OriginNotAllowed(RefusedOrigin::new(origin, policy)))
            }
            OriginCheck::Refused(origin) => Some(Refusal::MalformedOrigin { origin }),
            OriginCheck::Any | OriginCheck::Allowed(_) if self.kind == RequestKind::Preflight => {
                self.refused_method().or_else(|| self.refused_header())
            }
            OriginCheck::Absent | OriginCheck::Any | OriginCheck::Allowed(_) => None,
        }
    }

    /// Fetch, "CORS-preflight fetch", step 7.5: in the list with its case, or safelisted, or `*`.
    fn refused_method(&self) -> Option<Refusal<'a>> {
        let requested = self.view.requested_method().unwrap_or_default();
        let methods = named_methods(self.methods, requested);
        let is_named =
            methods == b"*" || methods.split(|&byte| byte == b',').any(|listed| listed == requested);
        let is_allowed = method::is_safelisted(requested)
            || (is_named && method::is_token(requested) && !method::is_forbidden(requested));
        let allowed = match self.methods {
            AllowMethods::Listed(list) => list,
            AllowMethods::Requested { within } => within.unwrap_or("any"),
        };
        (!is_allowed).then_some(Refusal::MethodNotAllowed { requested, allowed })
    }

    fn refused_header(&self) -> Option<Refusal<'a>> {
        if self.policy.mirror_headers {
            return match field_list::mirror(&self.view) {
                Mirrored::None | Mirrored::All => None,
                Mirrored::Not(name) => Some(Refusal::HeaderNotAllowed { name, allowed: "any" }),
                Mirrored::TooMany => Some(Refusal::TooManyHeaders),
            };
        }
        let allowed = self.policy.headers();
        match field_list::compare(&self.view, allowed) {
            Listed::All => None,
            Listed::Not(name) => Some(Refusal::HeaderNotAllowed { name, allowed }),
            Listed::TooMany => Some(Refusal::TooManyHeaders),
        }
    }
}

impl<'a> OriginCheck<'a> {
    #[inline]
    pub(crate) const fn is_allowed(self) -> bool {
        matches!(self, Self::Any | Self::Allowed(_))
    }

    #[inline]
    const fn allow_origin(self) -> AllowOrigin<'a> {
        match self {
            Self::Any => AllowOrigin::Any,
            Self::Allowed(origin) => AllowOrigin::This(origin),
            Self::Refused(_) | Self::Absent | Self::Several | Self::NotSet => AllowOrigin::None,
        }
    }
}

/// What is to be done.
#[inline]
fn action(policy: &Policy, view: &RequestView<'_>, kind: RequestKind, origin: OriginCheck<'_>) -> Action {
    match kind {
        RequestKind::Preflight => Action::Answer(policy.preflight_status()),
        RequestKind::Actual
            if policy.on_refused() == OnRefused::Forbid
                && !origin.is_allowed()
                && !is_same_origin(policy, *view) =>
        {
            Action::Forbid
        }
        RequestKind::Actual | RequestKind::NotCors => Action::Run,
    }
}

/// The methods that the answer to a preflight names.
fn named_methods<'a>(methods: AllowMethods<'a>, requested: &'a [u8]) -> &'a [u8] {
    match methods {
        AllowMethods::Listed(list) => list.as_bytes(),
        AllowMethods::Requested { within } => {
            let fits = within.is_none_or(|list| names_method(list, requested));
            if fits && method::is_token(requested) && !method::is_forbidden(requested) {
                requested
            } else {
                b""
            }
        }
    }
}

/// Whether `methods`, joined by `,`, names `method`; `*` names any.
pub(crate) fn names_method(methods: &str, method: &[u8]) -> bool {
    methods == "*" || methods.split(',').any(|listed| listed.as_bytes() == method)
}

/// `Access-Control-Allow-Origin` for a request with these `Origin` lines, and nothing else of a decision.
#[cfg(feature = "http")]
#[inline]
pub(crate) fn allow_origin<'a>(policy: &Policy, lines: Lines<'a>) -> AllowOrigin<'a> {
    check_origin(policy, lines).allow_origin()
}

/// Fetch, "CORS check", from the server's side.
#[inline]
fn check_origin<'a>(policy: &Policy, lines: Lines<'a>) -> OriginCheck<'a> {
    if policy.origins().is_any() {
        return OriginCheck::Any;
    }
    match lines {
        Lines::None => OriginCheck::Absent,
        Lines::Several => OriginCheck::Several,
        Lines::One(origin) => match policy.origins().verdict(origin) {
            Verdict::Any => OriginCheck::Any,
            Verdict::Allowed => OriginCheck::Allowed(origin),
            Verdict::NotSet => OriginCheck::NotSet,
            Verdict::Refused => OriginCheck::Refused(origin),
        },
    }
}

/// Whether a value looks like something that a client meant as an origin; only the kind of refusal depends on it.
fn is_like_an_origin(origin: &[u8]) -> bool {
    origin == b"null"
        || (origin.len() <= MAX_ORIGIN_LEN
            // All are counted, so that many bytes are looked at together.
            && origin.iter().filter(|byte| !matches!(byte, b'!'..=b'+' | b'-'..=b'~')).count() == 0
            && has_scheme(origin))
}

/// Whether `://` stands somewhere.
fn has_scheme(mut text: &[u8]) -> bool {
    while let Some(colon) = text.iter().position(|&byte| byte == b':') {
        text = text.get(colon + 1..).unwrap_or_default();
        if text.starts_with(b"//") {
            return true;
        }
    }
    false
}

/// Whether no browser makes a CORS check for this actual request: `Origin` is sent on same-origin POSTs too, and
/// `on_refused = forbid` must let them pass.
///
/// `Host` is not asked: a client sets it as it likes, and a proxy rewrites it.
#[cold]
fn is_same_origin(policy: &Policy, view: RequestView<'_>) -> bool {
    view.is_same_origin_fetch()
        || (view.origin().is_some() && view.origin() == policy.public_origin().map(str::as_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::PolicyBuilder;

    const APP: &str = "https://app.example.com";
    const STRANGER: &str = "https://stranger.example";

    /// What is answered, in one line: action, headers, `Vary` and the kind of refusal.
    fn answer(policy: PolicyBuilder, method: &str, lines: &[(&str, &[u8])]) -> String {
        let endpoint = Endpoint::layer(policy.build().unwrap());
        let view = RequestView::new(method, &lines);
        let decision = endpoint.decide(&view);
        let mut out = match decision.action() {
            Action::Run => "run".to_owned(),
            Action::Answer(status) => status.to_string(),
            Action::Forbid => "forbid".to_owned(),
        };
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                out.extend([" ", name, "=", value]);
            }
        };
        match decision.allow_origin() {
            AllowOrigin::None => {}
            AllowOrigin::Any => add("acao", "*"),
            AllowOrigin::This(origin) => add("acao", std::str::from_utf8(origin).unwrap()),
        }
        add("acac", if decision.allow_credentials() { "true" } else { "" });
        add("acam", std::str::from_utf8(decision.allow_methods()).unwrap());
        add(
            "acah",
            match decision.allow_headers() {
                AllowHeaders::None => "",
                AllowHeaders::Listed => decision.policy().headers(),
                AllowHeaders::Requested => "requested",
            },
        );
        add("acma", decision.max_age().unwrap_or_default());
        add("aceh", decision.expose_headers());
        add("vary", decision.vary().as_str());
        if let Some(refusal) = decision.refusal() {
            let kind = format!("{refusal:?}");
            add("refusal", kind.split([' ', '(']).next().unwrap());
        }
        out
    }

    const LISTS: &str = "204 acao=https://app.example.com acac=true acam=PUT,DELETE acah=x-a,content-type acma=600 \
                         vary=Origin, Access-Control-Request-Method";
    const BARE: &str = "204 vary=Origin, Access-Control-Request-Method";

    fn full() -> PolicyBuilder {
        let policy =
            Policy::builder().origins([APP]).methods(["PUT", "DELETE"]).headers(["x-a", "content-type"]);
        policy.expose_headers(["x-id"]).credentials().max_age(600)
    }

    #[test]
    fn every_line_of_the_table_of_answers() {
        let preflight = |origin: &'static str, method: &'static str, names: &'static str| {
            vec![
                ("origin", origin.as_bytes()),
                ("access-control-request-method", method.as_bytes()),
                ("access-control-request-headers", names.as_bytes()),
            ]
        };
        assert_eq!(answer(full(), "GET", &[]), "run vary=Origin");
        assert_eq!(answer(full(), "OPTIONS", &[]), "run vary=Origin");
        let allowed = "run acao=https://app.example.com acac=true aceh=x-id vary=Origin";
        assert_eq!(answer(full(), "GET", &[("origin", APP.as_bytes())]), allowed);
        assert_eq!(answer(full(), "DELETE", &[("origin", APP.as_bytes())]), allowed);
        assert_eq!(answer(full(), "OPTIONS", &[("origin", APP.as_bytes())]), allowed);
        assert_eq!(
            answer(full(), "GET", &[("origin", STRANGER.as_bytes())]),
            "run vary=Origin refusal=OriginNotAllowed"
        );
        assert_eq!(answer(full(), "OPTIONS", &preflight(APP, "PUT", "content-type,x-a")), LISTS);
        assert_eq!(answer(full(), "OPTIONS", &preflight(APP, "POST", "")), LISTS);
        for (method, names, refusal) in [
            ("PATCH", "", "MethodNotAllowed"),
            ("put", "", "MethodNotAllowed"),
            ("", "", "MethodNotAllowed"),
            ("PUT", "x-b", "HeaderNotAllowed"),
            ("PATCH", "x-b", "MethodNotAllowed"),
        ] {
            let got = answer(full(), "OPTIONS", &preflight(APP, method, names));
            assert_eq!(got, format!("{LISTS} refusal={refusal}"), "{method} {names}");
        }
        assert_eq!(
            answer(full(), "OPTIONS", &preflight(STRANGER, "PUT", "")),
            format!("{BARE} refusal=OriginNotAllowed")
        );
    }

    #[test]
    fn odd_origins_are_refused_and_never_sent_back() {
        let long = vec![b'a'; 1 << 16];
        for odd in [
            b"".as_slice(),
            b"null",
            b"https://app.example.com, https://x",
            b"https://app.example.com\xff",
            &long,
        ] {
            let got = answer(full(), "GET", &[("origin", odd)]);
            let kind = if odd == b"null" { "OriginNotAllowed" } else { "MalformedOrigin" };
            assert_eq!(got, format!("run vary=Origin refusal={kind}"));
        }
        let twice = [("origin", APP.as_bytes()), ("origin", APP.as_bytes())];
        assert_eq!(answer(full(), "GET", &twice), "run vary=Origin refusal=SeveralOrigins");
    }

    #[test]
    fn the_answer_of_any_is_constant() {
        let any = || Policy::builder().any_origin().expose_headers(["x-id"]).methods(["PUT"]);
        for origin in [None, Some(APP), Some("null"), Some("what is this")] {
            let lines: Vec<(&str, &[u8])> =
                origin.iter().map(|origin| ("origin", origin.as_bytes())).collect();
            assert_eq!(answer(any(), "GET", &lines), "run acao=* aceh=x-id");
        }
        let twice = [("origin", APP.as_bytes()), ("origin", APP.as_bytes())];
        assert_eq!(answer(any(), "GET", &twice), "run acao=* aceh=x-id");
        let preflight = [("origin", APP.as_bytes()), ("access-control-request-method", b"PUT".as_slice())];
        assert_eq!(answer(any(), "OPTIONS", &preflight), "204 acao=* acam=PUT");
    }

    #[test]
    fn forbid_lets_same_origin_requests_pass() {
        let forbid = || full().on_refused(OnRefused::Forbid).public_origin("https://api.example.com");
        let ask = |lines: &[(&str, &[u8])]| answer(forbid(), "POST", lines);
        let vary = "vary=Origin, Sec-Fetch-Site";
        assert_eq!(ask(&[]), format!("run {vary}"));
        assert_eq!(
            ask(&[("origin", STRANGER.as_bytes())]),
            format!("forbid {vary} refusal=OriginNotAllowed")
        );
        for same in ["same-site", "none", "cross-site", "same-origin, same-origin"] {
            let lines = [("origin", STRANGER.as_bytes()), ("sec-fetch-site", same.as_bytes())];
            assert!(ask(&lines).starts_with("forbid "), "{same}");
        }
        let lines = [("origin", STRANGER.as_bytes()), ("sec-fetch-site", b"same-origin".as_slice())];
        assert!(ask(&lines).starts_with("run "));
        assert!(ask(&[("origin", b"https://api.example.com")]).starts_with("run "));
        let lines = [("origin", STRANGER.as_bytes()), ("host", b"stranger.example".as_slice())];
        assert!(ask(&lines).starts_with("forbid "), "Host is not asked");
        let twice = [("origin", APP.as_bytes()), ("origin", APP.as_bytes())];
        assert!(ask(&twice).starts_with("forbid "));
        assert!(ask(&[("origin", APP.as_bytes())]).starts_with("run acao="));
    }

    #[test]
    fn a_same_origin_request_is_refused_by_nobody() {
        const API: &str = "https://api.example.com";
        let same: (&str, &[u8]) = ("sec-fetch-site", b"same-origin");
        let origin = |origin: &'static str| ("origin", origin.as_bytes());
        let policies: [fn() -> PolicyBuilder; 2] =
            [|| full().public_origin(API), || Policy::builder().runtime_origins()];
        for policy in policies {
            let passes = "run vary=Origin";
            for odd in [STRANGER, API, "null", "what is this"] {
                assert_eq!(answer(policy(), "POST", &[origin(odd), same]), passes, "{odd}");
            }
            let twice = [origin(STRANGER), origin(STRANGER), same];
            assert_eq!(answer(policy(), "POST", &twice), passes);
            // A browser sends no preflight to its own origin.
            let preflight = [origin(STRANGER), same, ("access-control-request-method", b"PUT".as_slice())];
            assert!(answer(policy(), "OPTIONS", &preflight).contains(" refusal="));
            for site in ["same-site", "none", "cross-site", "Same-Origin"] {
                let lines = [origin(STRANGER), ("sec-fetch-site", site.as_bytes())];
                assert!(answer(policy(), "POST", &lines).contains(" refusal="), "{site}");
            }
        }
        let with_public = full().public_origin(API);
        assert_eq!(answer(with_public, "POST", &[origin(API)]), "run vary=Origin");
        assert_eq!(answer(full(), "POST", &[origin(API)]), "run vary=Origin refusal=OriginNotAllowed");
        let allowed = [origin(APP), same];
        assert!(answer(full(), "POST", &allowed).starts_with("run acao="), "the answer is the same");
    }

    #[test]
    fn runtime_origins_refuse_until_they_are_set() {
        let policy = Policy::builder().runtime_origins();
        assert_eq!(
            answer(policy, "GET", &[("origin", APP.as_bytes())]),
            "run vary=Origin refusal=OriginsNotSet"
        );
    }
}
