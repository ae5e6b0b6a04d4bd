//! A decision in words: every check in the order of the standard, and which of them failed.
//!
//! Follows [Fetch, "CORS check"](https://fetch.spec.whatwg.org/#concept-cors-check) and
//! [Fetch, "CORS-preflight fetch"](https://fetch.spec.whatwg.org/#cors-preflight-fetch) as a browser goes through them, and
//! stops where it stops. It decides nothing: what it says comes from the same case as the [`Decision`](crate::Decision).

use std::fmt;

use crate::{
    decision::{Action, Case, OriginCheck},
    endpoint::{AllowMethods, Endpoint},
    field_list, method, near_miss,
    policy::{HandlerInfo, Policy},
    refusal::{Difference, Escaped, NearestMiss, Reason, Refusal},
    request::{Lines, RequestKind, RequestView},
};

/// Why a page gets what it asked for, or does not: for people, so it may allocate.
///
/// Its [`Display`](fmt::Display) is several lines in which no byte of the request stands unescaped or without end. It
/// names what the policy allows, so it belongs in logs, tests and development, and not in answers.
///
/// ```
/// use cors_core::{Policy, Reason, RequestView};
///
/// let policy = Policy::builder().name("Api").origins(["https://app.example.com"]).build()?;
/// let headers: &[(&str, &[u8])] = &[("origin", b"http://app.example.com")];
/// let explanation = policy.explain(&RequestView::new("GET", &headers));
///
/// assert_eq!(explanation.reason(), Some(Reason::OriginNotAllowed));
/// assert_eq!(
///     explanation.failed().map(ToString::to_string).as_deref(),
///     Some(
///         "failed       origin-allowed: origin \"http://app.example.com\" is not allowed: it differs only in the \
///          scheme: \"http\", allowed is \"https\""
///     ),
/// );
/// println!("{explanation}");
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
///
/// prints
///
/// ```text
/// request:     GET of "http://app.example.com"
/// policy:      Api (src/main.rs:3)
/// passed       origin-line: the request has one `Origin` line
/// passed       origin-serialised: it is written as browsers write an origin
/// failed       origin-allowed: origin "http://app.example.com" is not allowed: it differs only in the scheme: "http", allowed is "https"
/// not reached  credentials: what the answer says to a page that asks with credentials
/// verdict:     refused, origin-not-allowed: the handler runs, and the browser hides its answer
/// cure:        add "http://app.example.com" to `origins`
/// standard:    https://fetch.spec.whatwg.org/#concept-cors-check
/// guide:       docs/refusals.md#origin-not-allowed
/// ```
#[derive(Debug, Clone)]
pub struct Explanation {
    kind: RequestKind,
    request: String,
    policy: String,
    handler: Option<HandlerInfo>,
    checks: Vec<Check>,
    same_origin: bool,
    reason: Option<Reason>,
    nearest: Option<NearestMiss>,
    action: Action,
    cure: Option<String>,
}

/// One check.
#[derive(Debug, Clone)]
pub struct Check {
    id: CheckId,
    outcome: CheckOutcome,
    sentence: String,
}

/// Which check it is.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckId {
    /// A browser makes no CORS check for a same-origin request. Only where a refusal hangs on it.
    SameOrigin,
    /// There is one `Origin` line.
    OriginLine,
    /// The program has set the origins of a policy with `origins = runtime`. Only where it has not.
    OriginsSet,
    /// The line is a serialised origin.
    OriginSerialised,
    /// The policy lets the origin in.
    OriginAllowed,
    /// What the answer says about credentials.
    Credentials,
    /// The method that a preflight asks for.
    RequestedMethod,
    /// A request header that a preflight asks for; once a name, up to a bound.
    RequestedHeader,
}

/// What a check came to.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckOutcome {
    /// It holds.
    Passed,
    /// It does not, and the browser stops here.
    Failed,
    /// An earlier one failed, or none is made.
    NotReached,
    /// It holds for a page that asks without credentials, which the server cannot see in a request.
    Depends,
}

/// How many requested header names are shown one by one.
const SHOWN_NAMES: usize = 16;

/// How many entries of a policy are compared in the search for the one that lets an origin in.
const MAX_COMPARED: usize = 4096;

impl Policy {
    /// Explains what this policy in front of everything, as a layer, answers to a request.
    ///
    /// The methods of its handlers' routes are not known here; [`Endpoint::explain`] knows them.
    #[must_use]
    pub fn explain(&self, view: &RequestView<'_>) -> Explanation {
        let methods = AllowMethods::Listed(self.methods().unwrap_or_default());
        explain(&Case::new(self, methods, view), None)
    }
}

impl Endpoint {
    /// Explains what is answered here to a request, as [`decide`](Self::decide) decides it.
    #[must_use]
    pub fn explain(&self, view: &RequestView<'_>) -> Explanation {
        explain(&Case::new(self.policy(), self.allow_methods(), view), self.handler_info())
    }
}

impl Explanation {
    /// What the request is to the CORS protocol.
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.kind
    }

    /// The checks, in the order of the standard.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The check that failed.
    #[must_use]
    pub fn failed(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.outcome == CheckOutcome::Failed)
    }

    /// Why the page will not get what it asked for; `None` where it will, and for requests that are not CORS. It is
    /// what [`Decision::refusal`](crate::Decision::refusal) says.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// The allowed origin that the refused one comes nearest to.
    #[must_use]
    pub const fn nearest_miss(&self) -> Option<&NearestMiss> {
        self.nearest.as_ref()
    }

    /// What is done with the request.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// What helps if the request is to pass. Whether it should is for the author of the policy to decide; nothing is
    /// proposed for an origin that only looks like an allowed one.
    #[must_use]
    pub fn cure(&self) -> Option<&str> {
        self.cure.as_deref()
    }

    /// The address of the reason's section in the guide.
    #[must_use]
    pub fn guide(&self) -> Option<&'static str> {
        self.reason.map(Reason::guide)
    }

    /// What happens, in a sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        match (self.reason, self.action) {
            (None, _) if self.kind == RequestKind::NotCors => {
                "no CORS request: the handler runs, and no browser makes a CORS check".to_owned()
            }
            (None, _) if self.same_origin => {
                "same-origin: the handler runs, and no browser makes a CORS check".to_owned()
            }
            (None, Action::Answer(status)) => {
                format!(
                    "readable: the preflight is answered with {status}, and the browser sends the request"
                )
            }
            (None, _) => "readable: the handler runs, and the page may read its answer".to_owned(),
            (Some(reason), Action::Run) => {
                format!("refused, {reason}: the handler runs, and the browser hides its answer")
            }
            (Some(reason), Action::Answer(status)) => format!(
                "refused, {reason}: the preflight is answered with {status}, and the browser does not send the request"
            ),
            (Some(reason), Action::Forbid) => {
                format!("refused, {reason}: the answer is 403, and the handler does not run")
            }
        }
    }
}

impl Check {
    /// Which check it is.
    #[must_use]
    pub const fn id(&self) -> CheckId {
        self.id
    }

    /// What it came to.
    #[must_use]
    pub const fn outcome(&self) -> CheckOutcome {
        self.outcome
    }

    /// What was found, or what would have been looked at.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// The section of the Fetch standard.
    #[must_use]
    pub const fn spec(&self) -> &'static str {
        self.id.spec()
    }
}

impl CheckId {
    /// Every check, in the order of the standard.
    pub const ALL: [Self; 8] = [
        Self::SameOrigin,
        Self::OriginLine,
        Self::OriginsSet,
        Self::OriginSerialised,
        Self::OriginAllowed,
        Self::Credentials,
        Self::RequestedMethod,
        Self::RequestedHeader,
    ];

    /// The name, such as `origin-allowed`. It does not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameOrigin => "same-origin",
            Self::OriginLine => "origin-line",
            Self::OriginsSet => "origins-set",
            Self::OriginSerialised => "origin-serialised",
            Self::OriginAllowed => "origin-allowed",
            Self::Credentials => "credentials",
            Self::RequestedMethod => "requested-method",
            Self::RequestedHeader => "requested-header",
        }
    }

    /// The section of the Fetch standard.
    #[must_use]
    pub const fn spec(self) -> &'static str {
        match self {
            Self::SameOrigin => "https://fetch.spec.whatwg.org/#concept-main-fetch",
            Self::OriginLine | Self::OriginSerialised => "https://fetch.spec.whatwg.org/#origin-header",
            Self::OriginsSet | Self::OriginAllowed => "https://fetch.spec.whatwg.org/#concept-cors-check",
            Self::Credentials => "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
            Self::RequestedMethod | Self::RequestedHeader => {
                "https://fetch.spec.whatwg.org/#cors-preflight-fetch"
            }
        }
    }

    /// What is looked at.
    const fn what(self) -> &'static str {
        match self {
            Self::SameOrigin => "whether a CORS check is made at all",
            Self::OriginLine => "whether the request has one `Origin` line",
            Self::OriginsSet => "whether the program has set the origins",
            Self::OriginSerialised => "whether it is written as browsers write an origin",
            Self::OriginAllowed => "whether the policy lets this origin in",
            Self::Credentials => "what the answer says to a page that asks with credentials",
            Self::RequestedMethod => "whether the requested method is allowed",
            Self::RequestedHeader => "whether the requested headers are allowed",
        }
    }
}

impl CheckOutcome {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotReached => "not reached",
            Self::Depends => "depends",
        }
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for CheckOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<11}  {}: {}", self.outcome.as_str(), self.id, self.sentence)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "request:     {}\npolicy:      {}", self.request, self.policy)?;
        if let Some(handler) = self.handler {
            writeln!(f, "handler:     {} ({}:{})", handler.name(), handler.file(), handler.line())?;
        }
        for check in &self.checks {
            writeln!(f, "{check}")?;
        }
        write!(f, "verdict:     {}", self.verdict())?;
        if let Some(cure) = self.cure() {
            write!(f, "\ncure:        {cure}")?;
        }
        if let Some(failed) = self.failed() {
            write!(f, "\nstandard:    {}", failed.spec())?;
        }
        match self.guide() {
            Some(guide) => write!(f, "\nguide:       {guide}"),
            None => Ok(()),
        }
    }
}

/// Goes through the checks of a case.
pub(crate) fn explain(case: &Case<'_>, handler: Option<&HandlerInfo>) -> Explanation {
    let refusal = case.refusal();
    let same_origin = refusal.is_none()
        && case.is_same_origin()
        && matches!(case.origin, OriginCheck::Refused(_) | OriginCheck::Several | OriginCheck::NotSet);
    let mut checks = Checks { done: Vec::new(), refusal, is_over: false };
    if same_origin {
        checks.passed(
            CheckId::SameOrigin,
            "the browser asks its own page's origin, and makes no CORS check".to_owned(),
        );
        checks.is_over = true;
    }
    checks.origin(case);
    checks.credentials(case);
    if case.kind == RequestKind::Preflight {
        checks.method(case);
        checks.headers(case);
    }
    let policy = case.policy;
    let place = if policy.file().is_empty() {
        String::new()
    } else {
        format!(" ({}:{})", policy.file(), policy.line())
    };
    Explanation {
        kind: case.kind,
        request: request(&case.view, case.kind),
        policy: format!("{}{place}", policy.name()),
        handler: handler.copied(),
        checks: checks.done,
        same_origin,
        reason: refusal.map(|refusal| refusal.reason()),
        nearest: refusal.and_then(|refusal| refusal.nearest_miss()),
        action: case.action(),
        cure: refusal.and_then(|refusal| cure(&refusal)),
    }
}

fn request(view: &RequestView<'_>, kind: RequestKind) -> String {
    // A token cannot hold what `Escaped` escapes, so the quotes around it would only be noise.
    let plain = |method: &[u8]| {
        let shown = Escaped(method).to_string();
        if method::is_token(method) && method.len() < 40 { shown.replace('"', "") } else { shown }
    };
    let mut text = match (kind, view.requested_method()) {
        (RequestKind::Preflight, Some(requested)) => format!("preflight for {}", plain(requested)),
        _ => plain(view.method().as_bytes()),
    };
    match view.origin_lines() {
        Lines::None => text.push_str(" without `Origin`"),
        Lines::Several => text.push_str(" with several `Origin` lines"),
        Lines::One(origin) => text.extend([" of ", &Escaped(origin).to_string()]),
    }
    text
}

/// The checks so far.
struct Checks<'a> {
    done: Vec<Check>,
    refusal: Option<Refusal<'a>>,
    /// The browser has stopped.
    is_over: bool,
}

impl Checks<'_> {
    fn push(&mut self, id: CheckId, outcome: CheckOutcome, sentence: String) {
        if self.is_over {
            let sentence = id.what().to_owned();
            self.done.push(Check { id, outcome: CheckOutcome::NotReached, sentence });
        } else {
            self.done.push(Check { id, outcome, sentence });
        }
    }

    fn passed(&mut self, id: CheckId, sentence: String) {
        self.push(id, CheckOutcome::Passed, sentence);
    }

    /// Whether the case is refused for one of these reasons, so that this check is the one that failed.
    fn failed(&mut self, id: CheckId, reasons: &[Reason], more: &str) -> bool {
        let refusal = self.refusal.filter(|refusal| !self.is_over && reasons.contains(&refusal.reason()));
        if let Some(refusal) = refusal {
            self.push(id, CheckOutcome::Failed, format!("{refusal}{more}"));
            self.is_over = true;
        }
        refusal.is_some()
    }

    fn origin(&mut self, case: &Case<'_>) {
        let is_any = case.origin == OriginCheck::Any;
        let lines = case.view.origin_lines();
        if lines == Lines::None {
            self.is_over = true;
        }
        if !self.failed(CheckId::OriginLine, &[Reason::SeveralOrigins], "") {
            let several = "the request has several `Origin` lines, and every origin gets the same answer";
            let one = "the request has one `Origin` line";
            let sentence = if lines == Lines::Several { several } else { one };
            self.passed(CheckId::OriginLine, sentence.to_owned());
        }
        self.failed(CheckId::OriginsSet, &[Reason::OriginsNotSet], "");
        if !self.failed(CheckId::OriginSerialised, &[Reason::MalformedOrigin], "") {
            let any = "how it is written does not matter: every origin gets the same answer";
            let sentence = if is_any { any } else { "it is written as browsers write an origin" };
            self.passed(CheckId::OriginSerialised, sentence.to_owned());
        }
        if !self.failed(CheckId::OriginAllowed, &[Reason::OriginNotAllowed], "") {
            self.passed(CheckId::OriginAllowed, let_in_by(case));
        }
        if let Some(check) = self.done.first_mut().filter(|_| lines == Lines::None) {
            "the request has none, so no browser makes a CORS check for it".clone_into(&mut check.sentence);
        }
    }

    fn credentials(&mut self, case: &Case<'_>) {
        if case.policy.allows_credentials() {
            let sentence =
                "the answer says `Access-Control-Allow-Credentials: true`: a page may ask with them";
            self.passed(CheckId::Credentials, sentence.to_owned());
        } else {
            let origin = if case.origin == OriginCheck::Any { "says `*` and " } else { "" };
            let sentence = format!(
                "the answer {origin}has no `Access-Control-Allow-Credentials`: a page that asks with credentials is refused"
            );
            self.push(CheckId::Credentials, CheckOutcome::Depends, sentence);
        }
    }

    fn method(&mut self, case: &Case<'_>) {
        let requested = case.view.requested_method().unwrap_or_default();
        let is_of_route = case.policy.methods().is_none() && case.methods == AllowMethods::Listed("");
        let more = if is_of_route { "; those of the routes of its handlers are not known here" } else { "" };
        if self.failed(CheckId::RequestedMethod, &[Reason::MethodNotAllowed], more) {
            return;
        }
        let shown = Escaped(requested);
        let sentence = match case.methods {
            _ if method::is_safelisted(requested) => {
                format!("{shown} is safelisted, and needs no permission")
            }
            AllowMethods::Listed("*") | AllowMethods::Requested { within: None } => {
                format!("every method is allowed, {shown} too")
            }
            AllowMethods::Listed(list) | AllowMethods::Requested { within: Some(list) } => {
                format!("{shown} is one of {list}")
            }
        };
        self.passed(CheckId::RequestedMethod, sentence);
    }

    fn headers(&mut self, case: &Case<'_>) {
        let requested = field_list::names(&case.view, case.policy);
        let refused = match self.refusal {
            Some(Refusal::HeaderNotAllowed { name, .. }) => Some(name),
            _ => None,
        };
        if self.is_over {
            return self.passed(CheckId::RequestedHeader, String::new());
        }
        let at = refused.and_then(|refused| requested.iter().position(|name| *name == refused));
        let passed = requested.get(..at.unwrap_or(requested.len())).unwrap_or_default();
        if requested.is_empty() {
            self.passed(CheckId::RequestedHeader, "none is asked for".to_owned());
        }
        for name in passed.iter().take(SHOWN_NAMES) {
            self.passed(CheckId::RequestedHeader, format!("{} is allowed", Escaped(name)));
        }
        let more = passed.len().saturating_sub(SHOWN_NAMES);
        if more > 0 {
            self.passed(CheckId::RequestedHeader, format!("{more} more are allowed"));
        }
        self.failed(CheckId::RequestedHeader, &[Reason::HeaderNotAllowed, Reason::TooManyHeaders], "");
        let behind = at.map_or(0, |at| requested.len() - at - 1);
        if behind > 0 {
            self.passed(CheckId::RequestedHeader, String::new());
            if let Some(check) = self.done.last_mut() {
                check.sentence = format!("{behind} more");
            }
        }
    }
}

/// What of the policy lets the origin in.
fn let_in_by(case: &Case<'_>) -> String {
    let OriginCheck::Allowed(origin) = case.origin else {
        return "every origin is let in: the answer says `*`".to_owned();
    };
    let mut found = None;
    case.policy.origins().each(MAX_COMPARED, &mut |entry| {
        if found.is_none() && near_miss::stands_for(entry, origin) {
            found = Some(entry.to_owned());
        }
    });
    match found {
        Some(entry) if entry.as_bytes() == origin => format!("the policy lists `{entry}`"),
        Some(entry) => format!("the policy's pattern `{entry}` stands for it"),
        // Beyond the bound, or replaced in this moment.
        None => "the policy lists it".to_owned(),
    }
}

/// What helps: what to write, or else where to look.
fn cure(refusal: &Refusal<'_>) -> Option<String> {
    let look = match refusal {
        Refusal::OriginNotAllowed(refused) => match refused.nearest_miss().map(|miss| miss.difference()) {
            Some(difference) if difference.is_spelling() => {
                "look at the client: write the origin as browsers do, which never send it like this"
            }
            Some(Difference::TrailingDot) => "open the page by its name without the `.` at the end",
            _ if refused.origin() == b"null" => {
                "open the page from a server, so that it has an origin of its own"
            }
            _ => "",
        },
        Refusal::MalformedOrigin { .. } => {
            "look at the client: no browser sends this, a program or a proxy wrote it"
        }
        Refusal::SeveralOrigins => "look for the client or the proxy that adds a second `Origin` line",
        Refusal::TooManyHeaders => "ask for fewer request headers",
        _ => "",
    };
    refusal.cure().or_else(|| (!look.is_empty()).then(|| look.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{builder::PolicyBuilder, spec::OnRefused};

    const APP: &str = "https://app.example.com";

    fn full() -> PolicyBuilder {
        let policy = Policy::builder().name("Api").origins([APP, "https://*.shop.example"]);
        policy.methods(["PUT", "PATCH"]).headers(["x-a", "content-type"]).credentials()
    }

    fn said(policy: PolicyBuilder, method: &str, lines: &[(&str, &[u8])]) -> String {
        let policy = policy.build().unwrap();
        let text = policy.explain(&RequestView::new(method, &lines)).to_string();
        // Where it was built changes with every line above.
        text.replace(&format!(" ({}:{})", policy.file(), policy.line()), " (main.rs:3)")
    }

    fn preflight<'a>(origin: &'a str, method: &'a str, names: &'a str) -> [(&'static str, &'a [u8]); 3] {
        [
            ("origin", origin.as_bytes()),
            ("access-control-request-method", method.as_bytes()),
            ("access-control-request-headers", names.as_bytes()),
        ]
    }

    #[test]
    fn a_preflight_that_passes() {
        assert_eq!(
            said(full(), "OPTIONS", &preflight("https://a.shop.example", "PUT", "content-type, X-A")),
            r#"request:     preflight for PUT of "https://a.shop.example"
policy:      Api (main.rs:3)
passed       origin-line: the request has one `Origin` line
passed       origin-serialised: it is written as browsers write an origin
passed       origin-allowed: the policy's pattern `https://*.shop.example` stands for it
passed       credentials: the answer says `Access-Control-Allow-Credentials: true`: a page may ask with them
passed       requested-method: "PUT" is one of PUT,PATCH
passed       requested-header: "content-type" is allowed
passed       requested-header: "X-A" is allowed
verdict:     readable: the preflight is answered with 204, and the browser sends the request"#
        );
    }

    #[test]
    fn a_request_that_stops_at_the_origin() {
        assert_eq!(
            said(full(), "GET", &[("origin", b"http://app.example.com")]),
            r#"request:     GET of "http://app.example.com"
policy:      Api (main.rs:3)
passed       origin-line: the request has one `Origin` line
passed       origin-serialised: it is written as browsers write an origin
failed       origin-allowed: origin "http://app.example.com" is not allowed: it differs only in the scheme: "http", allowed is "https"
not reached  credentials: what the answer says to a page that asks with credentials
verdict:     refused, origin-not-allowed: the handler runs, and the browser hides its answer
cure:        add "http://app.example.com" to `origins`
standard:    https://fetch.spec.whatwg.org/#concept-cors-check
guide:       docs/refusals.md#origin-not-allowed"#
        );
    }

    #[test]
    fn a_preflight_that_stops_at_the_method() {
        assert_eq!(
            said(full(), "OPTIONS", &preflight(APP, "patch", "x-a")),
            r#"request:     preflight for patch of "https://app.example.com"
policy:      Api (main.rs:3)
passed       origin-line: the request has one `Origin` line
passed       origin-serialised: it is written as browsers write an origin
passed       origin-allowed: the policy lists `https://app.example.com`
passed       credentials: the answer says `Access-Control-Allow-Credentials: true`: a page may ask with them
failed       requested-method: method "patch" is not allowed; allowed: PUT,PATCH
not reached  requested-header: whether the requested headers are allowed
verdict:     refused, method-not-allowed: the preflight is answered with 204, and the browser does not send the request
cure:        write `method: "PATCH"` in the script: its letter case counts
standard:    https://fetch.spec.whatwg.org/#cors-preflight-fetch
guide:       docs/refusals.md#method-not-allowed"#
        );
    }

    #[test]
    fn a_preflight_that_stops_at_a_header() {
        let text = said(full(), "OPTIONS", &preflight(APP, "POST", "x-a,x-b,x-a,x-c"));
        let from = text.find("passed       requested-method").unwrap();
        assert_eq!(
            &text[from..],
            r#"passed       requested-method: "POST" is safelisted, and needs no permission
passed       requested-header: "x-a" is allowed
failed       requested-header: request header "x-b" is not allowed; allowed: x-a,content-type
not reached  requested-header: 2 more
verdict:     refused, header-not-allowed: the preflight is answered with 204, and the browser does not send the request
cure:        add "x-b" to `headers`
standard:    https://fetch.spec.whatwg.org/#cors-preflight-fetch
guide:       docs/refusals.md#header-not-allowed"#
        );
        // A bounded number of names is shown.
        let names = ["x-a"; 100].join(",");
        let text = said(full(), "OPTIONS", &preflight(APP, "PUT", &names));
        assert_eq!(text.matches("\"x-a\" is allowed").count(), 16);
        assert!(text.contains("passed       requested-header: 84 more are allowed\n"), "{text}");
        let names = ["x-a"; 200].join(",");
        let text = said(full(), "OPTIONS", &preflight(APP, "PUT", &names));
        assert!(
            text.contains("112 more are allowed\nfailed       requested-header: more request headers are"),
            "{text}"
        );
    }

    #[test]
    fn an_answer_to_anybody_depends_on_credentials() {
        let any = || Policy::builder().any_origin();
        let text = said(any(), "GET", &[("origin", b"null"), ("origin", b"x")]);
        assert_eq!(
            text,
            "request:     GET with several `Origin` lines
policy:      policy (main.rs:3)
passed       origin-line: the request has several `Origin` lines, and every origin gets the same answer
passed       origin-serialised: how it is written does not matter: every origin gets the same answer
passed       origin-allowed: every origin is let in: the answer says `*`
depends      credentials: the answer says `*` and has no `Access-Control-Allow-Credentials`: a page that asks with credentials is refused
verdict:     readable: the handler runs, and the page may read its answer"
        );
        let text = said(any(), "OPTIONS", &preflight(APP, "PUT", ""));
        let wanted = "failed       requested-method: method \"PUT\" is not allowed; allowed: none; those of the routes of \
                      its handlers are not known here\n";
        assert!(text.contains(wanted), "{text}");
        let named = Endpoint::handler(
            any().build().unwrap(),
            Some(HandlerInfo::new("shop::save", "main.rs", 7)),
            "PUT",
            [],
        );
        let lines = preflight(APP, "PUT", "");
        let lines: &[(&str, &[u8])] = &lines;
        let text = named.explain(&RequestView::new("OPTIONS", &lines)).to_string();
        assert!(text.contains("\nhandler:     shop::save (main.rs:7)\n"), "{text}");
        assert!(text.contains("passed       requested-method: \"PUT\" is one of PUT\n"), "{text}");
        assert!(text.contains("passed       requested-header: none is asked for\n"), "{text}");
    }

    #[test]
    fn what_browsers_do_not_check() {
        let text = said(full(), "GET", &[]);
        assert_eq!(
            text,
            "request:     GET without `Origin`
policy:      Api (main.rs:3)
not reached  origin-line: the request has none, so no browser makes a CORS check for it
not reached  origin-serialised: whether it is written as browsers write an origin
not reached  origin-allowed: whether the policy lets this origin in
not reached  credentials: what the answer says to a page that asks with credentials
verdict:     no CORS request: the handler runs, and no browser makes a CORS check"
        );
        let same: [(&str, &[u8]); 2] =
            [("origin", b"https://api.example.com"), ("sec-fetch-site", b"same-origin")];
        let text = said(full().on_refused(OnRefused::Forbid), "POST", &same);
        assert!(
            text.starts_with(
                "request:     POST of \"https://api.example.com\"
policy:      Api (main.rs:3)
passed       same-origin: the browser asks its own page's origin, and makes no CORS check
not reached  origin-line: whether the request has one `Origin` line\n"
            ) && text
                .ends_with("verdict:     same-origin: the handler runs, and no browser makes a CORS check"),
            "{text}"
        );
    }

    #[test]
    fn every_reason_has_its_check_and_what_helps() {
        let lines = |origin: &'static str| vec![("origin", origin.as_bytes())];
        let forbids = || full().on_refused(OnRefused::Forbid);
        let twice = [lines(APP), lines(APP)].concat();
        let look = "look at the client: write the origin as browsers do, which never send it like this";
        let table = [
            (full(), lines("https://evilapp.example.com"), CheckId::OriginAllowed, None),
            (full(), lines("https://app.example.com.evil.net"), CheckId::OriginAllowed, None),
            (full(), lines("https://app.example.com/a"), CheckId::OriginAllowed, Some(look)),
            (full(), lines("https://app.example.com:443"), CheckId::OriginAllowed, Some(look)),
            (
                full(),
                lines("https://app.example.com."),
                CheckId::OriginAllowed,
                Some("open the page by its name without the `.` at the end"),
            ),
            (
                forbids(),
                lines("null"),
                CheckId::OriginAllowed,
                Some("open the page from a server, so that it has an origin of its own"),
            ),
            (
                full(),
                lines("what is this"),
                CheckId::OriginSerialised,
                Some("look at the client: no browser sends this, a program or a proxy wrote it"),
            ),
            (
                full(),
                twice,
                CheckId::OriginLine,
                Some("look for the client or the proxy that adds a second `Origin` line"),
            ),
            (
                Policy::builder().runtime_origins(),
                lines("?"),
                CheckId::OriginsSet,
                Some("call `set_origins`"),
            ),
        ];
        for (policy, lines, failed, cure) in table {
            let policy = policy.build().unwrap();
            let lines = lines.as_slice();
            let explanation = policy.explain(&RequestView::new("GET", &lines));
            assert_eq!(explanation.failed().map(Check::id), Some(failed), "{explanation}");
            assert_eq!(explanation.cure(), cure, "{explanation}");
            assert_eq!(explanation.guide(), explanation.reason().map(Reason::guide));
            assert!(!explanation.failed().unwrap().sentence().is_empty());
        }
        let policy = forbids().build().unwrap();
        let lines: &[(&str, &[u8])] = &[("origin", b"https://stranger.example")];
        let explanation = policy.explain(&RequestView::new("POST", &lines));
        assert_eq!(explanation.action(), Action::Forbid);
        let wanted = "refused, origin-not-allowed: the answer is 403, and the handler does not run";
        assert_eq!(explanation.verdict(), wanted);
    }

    #[test]
    fn checks_have_names_of_their_own() {
        let mut names = CheckId::ALL.map(CheckId::as_str).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CheckId::ALL.len());
        for id in CheckId::ALL {
            assert!(id.spec().starts_with("https://fetch.spec.whatwg.org/#") && !id.what().is_empty());
        }
    }
}
