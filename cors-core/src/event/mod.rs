//! Refusals as events, and what hears of them: a listener of the program's, its log, its counters, and the answer itself
//! in development.
//!
//! Working out why a request is refused costs more than the answer, so nothing here runs until somebody is there to
//! hear it: [`is_heard`] is one load (two with the feature `tracing`).
//!
//! Nothing that hears of a request can change its answer. A panic of a listener, a subscriber or a recorder ends there
//! (unless the program is built with `panic = "abort"`); the panic hook has reported it. A listener that *blocks*
//! cannot be helped: it runs on the task that answers, so it should hand over what is slow, for instance by
//! `try_send`.

#[cfg(feature = "metrics")]
mod count;
#[cfg(any(feature = "tracing", test))]
mod limiter;
#[cfg(feature = "tracing")]
mod log;
mod note;

use std::{
    error::Error,
    fmt,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        OnceLock,
        atomic::{AtomicU8, Ordering},
    },
};

use crate::{
    decision::{Action, AllowOrigin, Decision},
    endpoint::Endpoint,
    policy::{HandlerInfo, Policy},
    refusal::{Escaped, Reason, Refusal},
    request::{RequestKind, RequestView},
};

#[cfg(feature = "metrics")]
pub use self::count::count_requests;
#[cfg(feature = "tracing")]
pub use self::log::{TARGET, flush_refusals};
pub use self::note::{HEADER, NotInDevelopment, Note, show_refusals};

/// One refused request.
///
/// Nothing of the request stands in its [`Display`](fmt::Display) unescaped or whole.
#[derive(Debug, Clone, Copy)]
pub struct RefusalEvent<'a> {
    refusal: Refusal<'a>,
    view: RequestView<'a>,
    action: Option<Action>,
    outcome: Outcome,
    handler: Option<&'a HandlerInfo>,
    policy: Option<&'a Policy>,
}

/// What became of a request.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The page may read the answer, or send what the preflight asks for.
    Allowed,
    /// No CORS check is made: the request has no `Origin`, or the browser says that it is same-origin.
    Passed,
    /// The browser hides the answer from the page, or does not send what the preflight asks for.
    Refused,
    /// It was answered with 403, and no handler ran.
    Forbidden,
}

impl Outcome {
    /// The name, such as `refused`: for logs and labels. It does not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Passed => "passed",
            Self::Refused => "refused",
            Self::Forbidden => "forbidden",
        }
    }
}

/// The names of the headers that a preflight asks for: escaped, and not without end.
#[derive(Clone, Copy)]
pub struct RequestedHeaders<'a>(RequestView<'a>);

/// A listener is set already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenerIsSet(());

type Listener = Box<dyn Fn(&RefusalEvent<'_>) + Send + Sync>;

static LISTENER: OnceLock<Listener> = OnceLock::new();

/// Who hears, as bits.
static HEARS: AtomicU8 = AtomicU8::new(0);
const A_LISTENER: u8 = 1;
#[cfg(feature = "metrics")]
const COUNTERS: u8 = 1 << 1;
#[cfg(debug_assertions)]
const ANSWERS: u8 = 1 << 2;

/// Calls `listener` for each refused request from now on.
///
/// It runs on the task that answers the request, before or after the handler: it should be short, and must not wait. If
/// it panics, the answer is what it would have been.
///
/// # Errors
/// [`ListenerIsSet`] where there is one already; it stays.
///
/// ```
/// use std::sync::mpsc::sync_channel;
///
/// let (sender, receiver) = sync_channel(100);
/// // What does not fit is dropped: an answer never waits.
/// cors_core::on_refusal(move |event| _ = sender.try_send(event.to_string()))?;
/// # drop(receiver);
/// # Ok::<(), cors_core::event::ListenerIsSet>(())
/// ```
pub fn on_refusal(listener: impl Fn(&RefusalEvent<'_>) + Send + Sync + 'static) -> Result<(), ListenerIsSet> {
    LISTENER.set(Box::new(listener)).map_err(|_| ListenerIsSet(()))?;
    HEARS.fetch_or(A_LISTENER, Ordering::Release);
    Ok(())
}

/// Whether anybody hears of refusals: what only an event needs is not worked out otherwise.
#[must_use]
#[inline]
pub fn is_heard() -> bool {
    #[cfg(feature = "tracing")]
    if log::is_on() {
        return true;
    }
    HEARS.load(Ordering::Relaxed) != 0
}

/// Whether requests that are not refused count, too.
#[must_use]
#[inline]
pub fn is_counted() -> bool {
    #[cfg(feature = "metrics")]
    let is_counted = HEARS.load(Ordering::Relaxed) & COUNTERS != 0;
    #[cfg(not(feature = "metrics"))]
    let is_counted = false;
    is_counted
}

/// Tells whoever hears about a decision. For adapters, once a request.
///
/// A [`Note`] is to be set on the answer; without `debug_assertions` there is none.
#[inline]
#[must_use = "the answer is to carry it"]
pub fn report(decision: &Decision<'_>, endpoint: &Endpoint, view: &RequestView<'_>) -> Option<Note> {
    if is_heard() { tell(decision.action(), decision, endpoint, view) } else { None }
}

/// Tells about a request that the adapter forbids because of a refusal with which `endpoint` alone would let it run. For
/// adapters, once a request.
#[must_use = "the answer is to carry it"]
pub fn report_forbidden(endpoint: &Endpoint, view: &RequestView<'_>) -> Option<Note> {
    if is_heard() { tell(Action::Forbid, &endpoint.decide(view), endpoint, view) } else { None }
}

#[cold]
fn tell(
    action: Action,
    decision: &Decision<'_>,
    endpoint: &Endpoint,
    view: &RequestView<'_>,
) -> Option<Note> {
    let refusal = decision.refusal();
    let outcome = match (&refusal, decision.allow_origin()) {
        _ if action == Action::Forbid => Outcome::Forbidden,
        (Some(_), _) => Outcome::Refused,
        (None, AllowOrigin::None) => Outcome::Passed,
        // A policy for any origin allows also what makes no CORS check.
        (None, _) if decision.kind() == RequestKind::NotCors => Outcome::Passed,
        (None, _) => Outcome::Allowed,
    };
    let (kind, policy) = (decision.kind(), endpoint.policy());
    count(kind, outcome, refusal.as_ref().map(Refusal::reason), Some(policy));
    hear(&RefusalEvent {
        refusal: refusal?,
        view: *view,
        action: Some(action),
        outcome,
        handler: endpoint.handler_info(),
        policy: Some(policy),
    })
}

/// Tells about a preflight that no policy answers for. For adapters, once a request.
#[must_use = "the answer is to carry it"]
pub fn report_without_policy(view: &RequestView<'_>) -> Option<Note> {
    if view.kind() != RequestKind::Preflight || !is_heard() {
        return None;
    }
    hear_and_count(&RefusalEvent::without_policy(view.requested_method().unwrap_or_default(), None, view))
}

/// Tells about a request that the adapter forbids because its handler has no policy, and a preflight that another one
/// answered may have let it come. For adapters, once a request.
#[must_use = "the answer is to carry it"]
pub fn report_forbidden_without_policy(view: &RequestView<'_>) -> Option<Note> {
    if !is_heard() {
        return None;
    }
    let action = Some(Action::Forbid);
    hear_and_count(&RefusalEvent::without_policy(view.method().as_bytes(), action, view))
}

/// Tells about a request whose origin `endpoint` lets in, and which was kept from a handler behind it that does not. For
/// adapters of routers in which one handler may pass a request on to another, once a request.
#[must_use = "the answer is to carry it"]
pub fn report_passed_on(endpoint: &Endpoint, view: &RequestView<'_>) -> Option<Note> {
    if !is_heard() {
        return None;
    }
    hear_and_count(&RefusalEvent::passed_on(endpoint, view))
}

#[cold]
fn hear_and_count(event: &RefusalEvent<'_>) -> Option<Note> {
    count(event.kind(), event.outcome, Some(event.reason()), event.policy);
    hear(event)
}

fn hear(event: &RefusalEvent<'_>) -> Option<Note> {
    if let Some(listener) = LISTENER.get() {
        unharmed(|| listener(event));
    }
    #[cfg(feature = "tracing")]
    unharmed(|| log::write(event));
    note::of(event)
}

#[cfg_attr(not(feature = "metrics"), expect(unused_variables, reason = "nobody counts"))]
fn count(kind: RequestKind, outcome: Outcome, reason: Option<Reason>, policy: Option<&Policy>) {
    #[cfg(feature = "metrics")]
    if is_counted() {
        unharmed(|| count::one(kind, outcome, reason, policy));
    }
}

/// Runs what is not ours: whatever it does, the answer is given.
fn unharmed(foreign: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(foreign)) {
        // Dropping it may panic again.
        std::mem::forget(payload);
    }
}

impl<'a> RefusalEvent<'a> {
    fn without_policy(requested: &'a [u8], action: Option<Action>, view: &RequestView<'a>) -> Self {
        Self {
            refusal: Refusal::NoPolicy { requested },
            view: *view,
            action,
            outcome: if action == Some(Action::Forbid) { Outcome::Forbidden } else { Outcome::Refused },
            handler: None,
            policy: None,
        }
    }

    fn passed_on(endpoint: &'a Endpoint, view: &RequestView<'a>) -> Self {
        Self {
            refusal: Refusal::PassedOn,
            view: *view,
            action: None,
            outcome: Outcome::Forbidden,
            handler: endpoint.handler_info(),
            policy: Some(endpoint.policy()),
        }
    }

    /// Why, with the nearest miss.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal<'a> {
        &self.refusal
    }

    /// The kind of the refusal.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.refusal.reason()
    }

    /// What the request is to the CORS protocol.
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.view.kind()
    }

    /// What was done with it; `None` where it was not a policy's decision.
    #[must_use]
    pub const fn action(&self) -> Option<Action> {
        self.action
    }

    /// What became of it: refused or forbidden.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The method of the request.
    #[must_use]
    pub const fn method(&self) -> &'a str {
        self.view.method()
    }

    /// The method that a preflight asks for, escaped and shortened where it is displayed.
    #[must_use]
    pub fn requested_method(&self) -> Option<Escaped<'a>> {
        self.preflight().and_then(|view| view.requested_method()).map(Escaped)
    }

    /// The headers that a preflight asks for, escaped and shortened where they are displayed; `None` where it asks for
    /// none.
    #[must_use]
    pub fn requested_headers(&self) -> Option<RequestedHeaders<'a>> {
        let view = self.preflight()?;
        let mut is_any = false;
        view.each_requested_headers_line(&mut |_| {
            is_any = true;
            ControlFlow::Break(())
        });
        is_any.then_some(RequestedHeaders(view))
    }

    /// The value of the only `Origin` line, escaped and shortened where it is displayed.
    #[must_use]
    pub fn origin(&self) -> Option<Escaped<'a>> {
        self.view.origin().map(Escaped)
    }

    /// The handler; `None` for the policy of a whole application.
    #[must_use]
    pub const fn handler(&self) -> Option<&'a HandlerInfo> {
        self.handler
    }

    /// The policy that decided.
    #[must_use]
    pub const fn policy(&self) -> Option<&'a Policy> {
        self.policy
    }

    fn preflight(&self) -> Option<RequestView<'a>> {
        (self.kind() == RequestKind::Preflight).then_some(self.view)
    }
}

impl fmt::Display for RefusalEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind() {
            RequestKind::Preflight => "preflight",
            RequestKind::Actual | RequestKind::NotCors => "request",
        };
        write!(f, "CORS {kind} refused: {}", self.refusal)?;
        if let Some(policy) = self.policy {
            write!(f, "; policy {}", policy.name())?;
        }
        if let Some(handler) = self.handler {
            write!(f, "; handler {} ({}:{})", handler.name(), handler.file(), handler.line())?;
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many requested lines are shown, each shortened.
const SHOWN_LINES: usize = 3;

impl fmt::Display for RequestedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut lines, mut result) = (0, Ok(()));
        self.0.each_requested_headers_line(&mut |line| {
            if lines < SHOWN_LINES && result.is_ok() {
                let between = if lines == 0 { "" } else { " and " };
                result = write!(f, "{between}{}", Escaped(line));
            }
            lines += 1;
            ControlFlow::Continue(())
        });
        result?;
        match lines.saturating_sub(SHOWN_LINES) {
            0 => Ok(()),
            left => write!(f, " (and {left} lines more)"),
        }
    }
}

impl fmt::Debug for RequestedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ListenerIsSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a listener for CORS refusals is set already: call `on_refusal` once, when the program starts",
        )
    }
}

impl Error for ListenerIsSet {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_passed_on_names_who_let_it_in() {
        let policy = Policy::builder().origins(["https://app.example"]).build().unwrap();
        let info = HandlerInfo::new("first", "main.rs", 7);
        let endpoint = Endpoint::handler(policy, Some(info), "POST", []);
        let lines: &[(&str, &[u8])] = &[("origin", b"https://app.example")];
        let view = RequestView::new("POST", &lines);
        let event = RefusalEvent::passed_on(&endpoint, &view);
        assert!(event.action().is_none());
        let text = event.to_string();
        let wanted =
            "CORS request refused: it was passed on to a handler that does not let its origin in; policy ";
        assert!(text.starts_with(wanted) && text.ends_with("; handler first (main.rs:7)"), "{text}");
    }

    #[test]
    fn what_is_forbidden_without_a_policy_names_the_method() {
        let lines: &[(&str, &[u8])] = &[("origin", b"https://app.example")];
        let view = RequestView::new("PUT", &lines);
        let event = RefusalEvent::without_policy(b"PUT", Some(Action::Forbid), &view);
        assert_eq!(event.action(), Some(Action::Forbid));
        let wanted = "CORS request refused: no handler on this path has a CORS policy for method \"PUT\"";
        assert_eq!(event.to_string(), wanted);
    }
}
