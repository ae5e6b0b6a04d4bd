//! The place of a handler in the router, and the filter by which the router's own match leads to it.
//!
//! salvo matches before any hoop runs and tells hoops nothing about the handler that it found. It asks filters,
//! though, with the request in hand. So each handler stands in a child of its own whose only filter is ours: it
//! stands last, and a child that it lets through is the match. It leaves the place of the handler in the request,
//! and the outermost hoop finds it there, without a second match.

use std::{any::TypeId, fmt, sync::Arc};

use ::salvo_core::{
    Request, async_trait,
    http::Method,
    routing::{Filter, FilterInfo, MethodFilter, PathFilter, PathState},
};
use cors_core::{HandlerInfo, PolicyRef, endpoint::Endpoint, http1::Prepared};

/// What stands at a place of the router.
#[derive(Debug)]
pub(super) enum Slot {
    /// A handler that says what its policy is.
    Handler(HandlerSlot),
    /// A handler of salvo's own, under the policy of the application.
    Application(Arc<Application>),
}

/// A handler that says what its policy is.
#[derive(Debug)]
pub(super) struct HandlerSlot {
    /// The method; `None` for any.
    pub(super) method: Option<Method>,
    pub(super) info: Option<HandlerInfo>,
    /// `None` for a handler that is to have no policy.
    pub(super) prepared: Option<Prepared>,
    /// The other methods that the very same policy serves beside this handler, as `prepared` names them.
    pub(super) beside: Box<[Method]>,
    /// All other methods of the very same policy in the whole router: on this path it may serve more or fewer of
    /// them than in this place, for another place may match the same path.
    pub(super) candidates: Box<[Method]>,
}

/// The policy of the whole application.
#[derive(Debug)]
pub(super) struct Application {
    pub(super) policy: PolicyRef,
    /// Where no handler with another policy is on the path.
    pub(super) prepared: Prepared,
    /// The methods that the policy lists.
    pub(super) methods: Box<[Method]>,
}

impl Slot {
    /// What answers here, without a look at what else stands on the path; `None` for a handler without a policy.
    pub(super) fn prepared(&self) -> Option<&Prepared> {
        match self {
            Self::Handler(handler) => handler.prepared.as_ref(),
            Self::Application(app) => Some(&app.prepared),
        }
    }

    pub(super) fn policy(&self) -> Option<&PolicyRef> {
        self.prepared().map(|prepared| prepared.endpoint().policy_ref())
    }
}

impl Application {
    pub(super) fn new(policy: PolicyRef) -> Self {
        let listed = policy.methods().unwrap_or_default();
        // `*` names the requested method only, which is asked for anyway.
        let listed = listed.split(',').filter(|method| *method != "*" && !method.is_empty());
        let methods = listed.filter_map(|method| method.parse().ok()).collect();
        let prepared = Prepared::new(Endpoint::beside(policy.clone(), []));
        Self { policy, prepared, methods }
    }
}

/// In the extensions of a request: where the router's match has led. No other code can name it.
#[derive(Debug, Clone)]
pub(super) struct Found(pub(super) Arc<Slot>);

/// The last filter of a child that has a handler and no children.
pub(super) struct Place {
    method: Option<Method>,
    slot: Arc<Slot>,
}

impl Place {
    pub(super) const fn new(method: Option<Method>, slot: Arc<Slot>) -> Self {
        Self { method, slot }
    }
}

#[async_trait]
impl Filter for Place {
    // It filters as these do. To a filter of any other type salvo puts the question which methods a path has (for
    // a 405) once for each method of the whole router.
    fn type_id(&self) -> TypeId {
        if self.method.is_some() { TypeId::of::<MethodFilter>() } else { TypeId::of::<PathFilter>() }
    }

    // Read by whatever prints or documents the routes.
    fn info(&self) -> FilterInfo {
        match &self.method {
            Some(method) => FilterInfo::Method(method.clone()),
            None => FilterInfo::Other("cors::salvo"),
        }
    }

    fn collect_methods(&self, methods: &mut Vec<Method>) {
        methods.extend(self.method.clone());
    }

    async fn filter_for_method(
        &self,
        _request: &mut Request,
        _path: &mut PathState<'_>,
        method: &Method,
    ) -> Option<bool> {
        Some(self.method.as_ref().is_none_or(|own| own == method))
    }

    async fn filter(&self, request: &mut Request, path: &mut PathState<'_>) -> bool {
        let is_match =
            path.is_ended() && self.method.as_ref().is_none_or(|method| method == request.method());
        if is_match {
            request.extensions_mut().insert(Found(Arc::clone(&self.slot)));
        }
        is_match
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.method {
            Some(method) => write!(f, "method:{method:?}"),
            None => f.write_str("cors"),
        }
    }
}
