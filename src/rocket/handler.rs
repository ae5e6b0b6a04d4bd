//! A route's handler with a policy around it.

use std::{
    cell::RefCell,
    fmt,
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
};

use ::rocket::{
    Data, Request, Route,
    http::Status,
    outcome::Outcome,
    route::{self, Handler},
};
use cors_core::{HandlerInfo, PolicyRef, endpoint::Endpoint, spec::OnRefused};

use super::{
    answer,
    passing::{Neighbours, pass_on},
};

/// A handler, the policy that it has and its name.
pub(super) struct HandlerCors {
    inner: Box<dyn Handler>,
    own: Arc<Own>,
}

/// What a route says about its policy.
#[derive(Debug)]
pub(super) struct Own {
    /// `None` for a handler that has none.
    pub(super) policy: Option<PolicyRef>,
    pub(super) info: HandlerInfo,
    /// The policy where it keeps requests from the handler.
    forbidding: Option<Endpoint>,
    pub(super) neighbours: Neighbours,
}

impl Own {
    pub(super) fn new(policy: Option<PolicyRef>, info: HandlerInfo) -> Self {
        let forbidding = policy.as_ref().filter(|policy| policy.on_refused() == OnRefused::Forbid);
        let forbidding = forbidding.cloned().map(Endpoint::layer);
        Self { policy, info, forbidding, neighbours: Neighbours::default() }
    }

    pub(super) fn is_same_policy(&self, other: Option<&Said>) -> bool {
        match (&self.policy, other.and_then(Said::policy)) {
            (Some(policy), Some(other)) => policy.is_same(other),
            _ => false,
        }
    }
}

/// What a route is to this library.
#[derive(Debug, Clone)]
pub(super) enum Said {
    /// A handler whose policy has been stated.
    Policy(Arc<Own>),
    /// A route that this library adds.
    Internal,
}

impl Said {
    pub(super) fn policy(&self) -> Option<&PolicyRef> {
        match self {
            Self::Policy(own) => own.policy.as_ref(),
            Self::Internal => None,
        }
    }

    /// Leaves it for a [`reveal`].
    pub(super) fn leave(&self) {
        REVEALED.set(Some(self.clone()));
    }
}

/// Puts a policy around the handler of a route; one that has a policy already keeps it.
pub(super) fn govern(route: &mut Route, own: Own) {
    if reveal(route).is_none() {
        let inner = route.handler.clone();
        route.handler = Box::new(HandlerCors { inner, own: Arc::new(own) });
    }
}

/// What a route is to this library; `None` for one that is not of it.
///
/// The framework gives away a route's handler as a trait object that can only be called or cloned, so it is cloned:
/// a [`HandlerCors`] leaves what it says on the way. Names cannot be forged or lost by that, as they could be in the
/// route's own public fields. Only called when the application starts.
pub(super) fn reveal(route: &Route) -> Option<Said> {
    REVEALED.take();
    drop(route.handler.clone());
    REVEALED.take()
}

thread_local! {
    static REVEALED: RefCell<Option<Said>> = const { RefCell::new(None) };
}

impl Clone for HandlerCors {
    fn clone(&self) -> Self {
        // First this, then what is inside: the innermost policy wins.
        Said::Policy(Arc::clone(&self.own)).leave();
        Self { inner: self.inner.clone(), own: Arc::clone(&self.own) }
    }
}

impl Handler for HandlerCors {
    // Written out as `async_trait` would, to hand on the inner future without boxing it again.
    fn handle<'r, 'life0, 'life1, 'async_trait>(
        &'life0 self,
        request: &'r Request<'life1>,
        data: Data<'r>,
    ) -> Pin<Box<dyn Future<Output = route::Outcome<'r>> + Send + 'async_trait>>
    where
        'r: 'async_trait,
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        let Own { forbidding, neighbours, .. } = &*self.own;
        if forbidding.as_ref().is_some_and(|policy| answer::is_forbidden(policy, request)) {
            return Box::pin(ready(Outcome::Success(answer::forbidden())));
        }
        if neighbours.keeps_out(request) {
            return Box::pin(ready(Outcome::Error(Status::Forbidden)));
        }
        let inner = self.inner.handle(request, data);
        if !neighbours.look_behind(request) {
            return inner;
        }
        Box::pin(async move {
            match inner.await {
                Outcome::Forward((data, status)) => pass_on(request, data, status),
                outcome => outcome,
            }
        })
    }
}

impl fmt::Debug for HandlerCors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandlerCors").field("own", &self.own).finish_non_exhaustive()
    }
}
