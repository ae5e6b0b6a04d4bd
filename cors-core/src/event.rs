//! Refusals as events: one listener for the whole program.

use std::{error::Error, fmt, sync::OnceLock};

use crate::{
    decision::{Action, Decision},
    endpoint::Endpoint,
    policy::{HandlerInfo, Policy},
    refusal::{Escaped, Refusal},
    request::{RequestKind, RequestView},
};

/// One refused request.
///
/// Nothing of the request stands in its [`Display`](fmt::Display) unescaped or whole.
#[derive(Debug, Clone, Copy)]
pub struct RefusalEvent<'a> {
    refusal: Refusal<'a>,
    kind: RequestKind,
    action: Option<Action>,
    method: &'a str,
    origin: Option<&'a [u8]>,
    handler: Option<&'a HandlerInfo>,
    policy: Option<&'a Policy>,
}

/// A listener is set already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenerIsSet(());

static LISTENER: OnceLock<fn(&RefusalEvent<'_>)> = OnceLock::new();

/// Calls `listener` for each refused request from now on.
///
/// It runs on the task that answers the request: it should be short. Without a listener an event costs one load.
///
/// # Errors
/// [`ListenerIsSet`] where there is one already; it stays.
///
/// ```
/// cors_core::on_refusal(|event| eprintln!("{event}"))?;
/// # Ok::<(), cors_core::event::ListenerIsSet>(())
/// ```
pub fn on_refusal(listener: fn(&RefusalEvent<'_>)) -> Result<(), ListenerIsSet> {
    LISTENER.set(listener).map_err(|_| ListenerIsSet(()))
}

/// Whether anybody listens: what only an event needs is not worked out otherwise.
#[must_use]
#[inline]
pub fn has_listener() -> bool {
    LISTENER.get().is_some()
}

/// Tells the listener about a decision, if it is a refusal. For adapters, once a request.
#[inline]
pub fn report(decision: &Decision<'_>, endpoint: &Endpoint, view: &RequestView<'_>) {
    if has_listener() {
        report_as(decision.action(), decision, endpoint, view);
    }
}

/// Tells the listener about a request that the adapter forbids because of a refusal with which `endpoint` alone would
/// let it run. For adapters, once a request.
pub fn report_forbidden(endpoint: &Endpoint, view: &RequestView<'_>) {
    report_as(Action::Forbid, &endpoint.decide(view), endpoint, view);
}

#[cold]
fn report_as(action: Action, decision: &Decision<'_>, endpoint: &Endpoint, view: &RequestView<'_>) {
    let Some(listener) = LISTENER.get() else {
        return;
    };
    // Only now: working out why costs more than the answer.
    let Some(refusal) = decision.refusal() else {
        return;
    };
    listener(&RefusalEvent {
        refusal,
        kind: decision.kind(),
        action: Some(action),
        method: view.method(),
        origin: view.origin(),
        handler: endpoint.handler_info(),
        policy: Some(endpoint.policy()),
    });
}

/// Tells the listener about a preflight that no policy answers for. For adapters, once a request.
pub fn report_without_policy(view: &RequestView<'_>) {
    if view.kind() != RequestKind::Preflight {
        return;
    }
    if let Some(listener) = LISTENER.get() {
        listener(&RefusalEvent::without_policy(view.requested_method().unwrap_or_default(), None, view));
    }
}

/// Tells the listener about a request that the adapter forbids because its handler has no policy, and a preflight that
/// another one answered may have let it come. For adapters, once a request.
pub fn report_forbidden_without_policy(view: &RequestView<'_>) {
    if let Some(listener) = LISTENER.get() {
        let action = Some(Action::Forbid);
        listener(&RefusalEvent::without_policy(view.method().as_bytes(), action, view));
    }
}

/// Tells the listener about a request whose origin `endpoint` lets in, and which was kept from a handler behind it that
/// does not. For adapters of routers in which one handler may pass a request on to another, once a request.
pub fn report_passed_on(endpoint: &Endpoint, view: &RequestView<'_>) {
    let Some(listener) = LISTENER.get() else {
        return;
    };
    listener(&RefusalEvent::passed_on(endpoint, view));
}

impl<'a> RefusalEvent<'a> {
    fn without_policy(requested: &'a [u8], action: Option<Action>, view: &RequestView<'a>) -> Self {
        Self {
            refusal: Refusal::NoPolicy { requested },
            kind: view.kind(),
            action,
            method: view.method(),
            origin: view.origin(),
            handler: None,
            policy: None,
        }
    }

    fn passed_on(endpoint: &'a Endpoint, view: &RequestView<'a>) -> Self {
        Self {
            refusal: Refusal::PassedOn,
            kind: view.kind(),
            action: None,
            method: view.method(),
            origin: view.origin(),
            handler: endpoint.handler_info(),
            policy: Some(endpoint.policy()),
        }
    }

    /// Why, with the nearest miss.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal<'a> {
        &self.refusal
    }

    /// What the request is to the CORS protocol.
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.kind
    }

    /// What was done with it; `None` where it was not a policy's decision.
    #[must_use]
    pub const fn action(&self) -> Option<Action> {
        self.action
    }

    /// The method of the request.
    #[must_use]
    pub const fn method(&self) -> &'a str {
        self.method
    }

    /// The value of the only `Origin` line, escaped and shortened where it is displayed.
    #[must_use]
    pub fn origin(&self) -> Option<Escaped<'a>> {
        self.origin.map(Escaped)
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
}

impl fmt::Display for RefusalEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
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
