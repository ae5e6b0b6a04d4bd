//! What stands in a router.

use std::{fmt, sync::Arc};

use ::salvo_core::{Handler, http::Method, routing};
use cors_core::{HandlerInfo, PolicyRef};

use super::{handler::CorsHandler, router::Router};

/// What stands in a router, in the order in which salvo asks.
pub(super) enum Child {
    Router(Router),
    Handler(Entry),
    /// A router of salvo's own.
    Foreign(routing::Router),
}

/// A handler that says what its policy is.
pub(super) struct Entry {
    pub(super) method: Option<Method>,
    pub(super) handler: Arc<dyn Handler>,
    pub(super) policy: Option<PolicyRef>,
    pub(super) info: Option<HandlerInfo>,
}

impl Entry {
    pub(super) fn new<H: CorsHandler>(method: Option<Method>, handler: H) -> Self {
        Self { method, policy: handler.policy(), info: handler.info(), handler: handler.into_handler() }
    }
}

impl From<Router> for Child {
    fn from(router: Router) -> Self {
        Self::Router(router)
    }
}

impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Router(router) => router.fmt(f),
            Self::Handler(entry) => entry.fmt(f),
            Self::Foreign(router) => router.fmt(f),
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handler")
            .field("method", &self.method)
            .field("policy", &self.policy.as_ref().map(|policy| policy.name().to_owned()))
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}
