//! The handlers of one path.

use std::{convert::Infallible, fmt, mem, sync::Arc};

use ::axum::{
    extract::Request,
    http::Method,
    response::IntoResponse,
    routing::{MethodFilter, MethodRouter, Route},
};
use cors_core::{HandlerInfo, MethodPolicies, PolicyRef};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    ask::{self, Duty},
    guard::{Guarded, HandlerGuard},
    handler::{CorsHandler, TakesArguments},
    layer::CorsLayer,
    options::OptionsEndpoint,
};
use crate::path::PathGuard;

/// The handlers of one path, each with its policy: what [`get`](super::get), [`post`](super::post) and the others
/// return.
///
/// It goes into this module's [`Router`](super::Router) as it is, and into axum's after [`cors`](Self::cors).
#[must_use = "a route does nothing until it is given to a router"]
pub struct CorsRoute<S = ()> {
    /// All handlers but those for `OPTIONS`.
    handlers: MethodRouter<S>,
    /// The user's handler for `OPTIONS`.
    options: Option<MethodRouter<S>>,
    policies: MethodPolicies,
    guards: Vec<Arc<HandlerGuard>>,
    order: Order,
}

/// Whether a layer of the user's stands around handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// No: each handler is its own outermost piece.
    Bare,
    /// Yes: the headers must be set outside of it.
    Layered,
}

const METHODS: [(MethodFilter, Method); 9] = [
    (MethodFilter::GET, Method::GET),
    (MethodFilter::HEAD, Method::HEAD),
    (MethodFilter::POST, Method::POST),
    (MethodFilter::PUT, Method::PUT),
    (MethodFilter::PATCH, Method::PATCH),
    (MethodFilter::DELETE, Method::DELETE),
    (MethodFilter::OPTIONS, Method::OPTIONS),
    (MethodFilter::TRACE, Method::TRACE),
    (MethodFilter::CONNECT, Method::CONNECT),
];

macro_rules! verbs {
    ($($verb:ident $filter:ident,)*) => {
        $(
            #[doc = concat!("A path with this handler for `", stringify!($filter), "`.")]
            #[doc = ""]
            #[doc = "See the [module](crate::axum#complete-program) for a program."]
            #[track_caller]
            pub fn $verb<H, T, S>(handler: H) -> CorsRoute<S>
            where
                H: TakesArguments<T> + CorsHandler<T, S>,
                T: 'static,
                S: Clone + Send + Sync + 'static,
            {
                CorsRoute::new().on_one(MethodFilter::$filter, handler)
            }
        )*

        impl<S: Clone + Send + Sync + 'static> CorsRoute<S> {
            $(
                #[doc = concat!("Adds the handler for `", stringify!($filter), "`.")]
                #[doc = ""]
                #[doc = "# Panics"]
                #[doc = "If the path has one already, as axum does."]
                #[track_caller]
                pub fn $verb<H, T>(self, handler: H) -> Self
                where
                    H: TakesArguments<T> + CorsHandler<T, S>,
                    T: 'static,
                {
                    self.on_one(MethodFilter::$filter, handler)
                }
            )*
        }
    };
}

verbs! {
    get GET,
    head HEAD,
    post POST,
    put PUT,
    patch PATCH,
    delete DELETE,
    options OPTIONS,
    trace TRACE,
    connect CONNECT,
}

/// A path with this handler for some methods.
#[track_caller]
pub fn on<H, T, S>(filter: MethodFilter, handler: H) -> CorsRoute<S>
where
    H: TakesArguments<T> + CorsHandler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    CorsRoute::new().on(filter, handler)
}

/// A path with this handler for any method.
///
/// A preflight for it is answered with the requested method, as far as the policy lists it.
pub fn any<H, T, S>(handler: H) -> CorsRoute<S>
where
    H: TakesArguments<T> + CorsHandler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    CorsRoute::new().any(handler)
}

impl<S: Clone + Send + Sync + 'static> CorsRoute<S> {
    #[inline(never)]
    fn new() -> Self {
        Self {
            handlers: MethodRouter::new(),
            options: None,
            policies: MethodPolicies::new(),
            guards: Vec::new(),
            order: Order::Bare,
        }
    }

    /// Adds the handler for some methods.
    ///
    /// # Panics
    /// If the path has one already for one of them, as axum does.
    #[track_caller]
    pub fn on<H, T>(mut self, filter: MethodFilter, handler: H) -> Self
    where
        H: TakesArguments<T> + CorsHandler<T, S>,
        T: 'static,
    {
        let others = METHODS.into_iter().map(|(one, _)| one);
        let others = others.filter(|one| *one != MethodFilter::OPTIONS && filter.or(*one) == filter);
        match others.reduce(MethodFilter::or) {
            Some(others) if others != filter => {
                let guard = self.enter(filter, handler.policy(), handler.info());
                let handler = Guarded::new(handler, guard);
                let options = self.take_out(MethodFilter::OPTIONS).on(MethodFilter::OPTIONS, handler.clone());
                self.give_back(MethodFilter::OPTIONS, options);
                let handlers = self.take_out(others).on(others, handler);
                self.give_back(others, handlers);
                self
            }
            _ => self.on_one(filter, handler),
        }
    }

    /// Adds the handler for `OPTIONS`, or for methods without it.
    ///
    /// It is compiled anew for each handler, so all that does not depend on the handler's type stands elsewhere.
    #[track_caller]
    fn on_one<H, T>(mut self, filter: MethodFilter, handler: H) -> Self
    where
        H: TakesArguments<T> + CorsHandler<T, S>,
        T: 'static,
    {
        let guard = self.enter(filter, handler.policy(), handler.info());
        let handlers = self.take_out(filter).on(filter, Guarded::new(handler, guard));
        self.give_back(filter, handlers);
        self
    }

    /// Adds the handler for all methods that have none of their own.
    ///
    /// # Panics
    /// If the path has one already.
    #[track_caller]
    pub fn any<H, T>(mut self, handler: H) -> Self
    where
        H: TakesArguments<T> + CorsHandler<T, S>,
        T: 'static,
    {
        self.policies.add_any(handler.policy(), handler.info());
        let guard = self.guard(handler.policy(), handler.info());
        let handler = Guarded::new(handler, guard);
        // Not axum's `fallback`, which replaces an earlier one: the policies would be those of the first.
        self.handlers = ::axum::routing::any(handler).merge(self.handlers);
        self
    }

    /// Adds the handlers of another route.
    ///
    /// # Panics
    /// If both have a handler for the same method, as axum does.
    #[track_caller]
    pub fn merge(mut self, other: impl Into<Self>) -> Self {
        let other = other.into();
        self.handlers = self.handlers.merge(other.handlers);
        self.options = match (self.options, other.options) {
            (Some(one), Some(other)) => Some(one.merge(other)),
            (one, other) => one.or(other),
        };
        self.policies.merge(other.policies);
        self.guards.extend(other.guards);
        if self.order == Order::Layered || other.order == Order::Layered {
            self.set_layered();
        }
        self
    }

    /// Puts a layer around all handlers so far, and around the answer to methods without one. The CORS headers are
    /// set outside of it, preflights do not reach it.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.options = self.options.map(|options| options.layer(layer.clone()));
        self.handlers = self.handlers.layer(layer);
        self.set_layered();
        self
    }

    /// Puts a layer around all handlers so far. The CORS headers are set outside of it, preflights do not reach it.
    ///
    /// # Panics
    /// If there is no handler for a method yet, as axum does.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let has_others =
            self.policies.handlers().any(|handler| handler.method().is_some_and(|it| it != "OPTIONS"));
        if has_others || self.options.is_none() {
            self.handlers = self.handlers.route_layer(layer.clone());
        }
        self.options = self.options.map(|options| options.route_layer(layer));
        self.set_layered();
        self
    }

    /// Gives the handlers their state.
    pub fn with_state<S2>(self, state: S) -> CorsRoute<S2> {
        CorsRoute {
            options: self.options.map(|options| options.with_state(state.clone())),
            handlers: self.handlers.with_state(state),
            policies: self.policies,
            guards: self.guards,
            order: self.order,
        }
    }

    /// The route for axum's own [`Router`](::axum::Router): each handler sets the headers of its policy, and
    /// preflights are answered at `OPTIONS`.
    ///
    /// Layers of that router stand outside. Authentication among them goes into a
    /// [`SkipPreflight`](super::SkipPreflight), or this route into the [`Router`](super::Router) of this module.
    ///
    /// Other `OPTIONS` requests go to the handler given to [`options`](Self::options), or get axum's 405. So a path
    /// takes one such route only: axum refuses a second when the program starts ("Handler for `OPTIONS /orders`
    /// already exists"). Chain the handlers, `get(..).post(..)`.
    pub fn cors(self) -> MethodRouter<S> {
        let path = Arc::new(PathGuard::new(&self.policies, None));
        let (mut handlers, mut options) = (self.handlers, self.options);
        if self.order == Order::Layered {
            let layer = CorsLayer::path(Arc::clone(&path));
            handlers = handlers.layer(layer.clone());
            options = options.map(|options| options.layer(layer));
        }
        let rest = match options {
            Some(options) => handlers.clone().merge(options),
            None => handlers.clone(),
        };
        handlers.on(MethodFilter::OPTIONS, OptionsEndpoint::new(path, rest))
    }

    /// The handlers as they are, and their policies, for a router that sees to the headers.
    pub(super) fn leave_to_router(self) -> (MethodRouter<S>, MethodPolicies) {
        for guard in &self.guards {
            guard.leave_to_an_outer_piece();
        }
        let handlers = match self.options {
            Some(options) => self.handlers.merge(options),
            None => self.handlers,
        };
        (handlers, self.policies)
    }

    /// Takes the policy of a handler for these methods in.
    #[inline(never)]
    fn enter(
        &mut self,
        filter: MethodFilter,
        policy: Option<PolicyRef>,
        info: Option<HandlerInfo>,
    ) -> Arc<HandlerGuard> {
        for (one, method) in METHODS {
            if filter.or(one) == filter {
                self.policies.add(method.as_str(), policy.clone(), info);
            }
        }
        self.guard(policy, info)
    }

    #[inline(never)]
    fn guard(&mut self, policy: Option<PolicyRef>, info: Option<HandlerInfo>) -> Arc<HandlerGuard> {
        let guard = Arc::new(HandlerGuard::new(policy, info));
        if self.order == Order::Layered {
            guard.leave_to_an_outer_piece();
        }
        self.guards.push(Arc::clone(&guard));
        guard
    }

    /// The handlers among which one for these methods belongs, until they are [given back](Self::give_back).
    #[inline(never)]
    fn take_out(&mut self, filter: MethodFilter) -> MethodRouter<S> {
        if filter == MethodFilter::OPTIONS {
            self.options.take().unwrap_or_default()
        } else {
            mem::take(&mut self.handlers)
        }
    }

    #[inline(never)]
    fn give_back(&mut self, filter: MethodFilter, handlers: MethodRouter<S>) {
        if filter == MethodFilter::OPTIONS {
            self.options = Some(handlers);
        } else {
            self.handlers = handlers;
        }
    }

    fn set_layered(&mut self) {
        self.order = Order::Layered;
        for guard in &self.guards {
            guard.leave_to_an_outer_piece();
        }
    }
}

impl<S: Clone + Send + Sync + 'static> From<CorsRoute<S>> for MethodRouter<S> {
    fn from(route: CorsRoute<S>) -> Self {
        route.cors()
    }
}

/// A route of axum's, for this module's [`Router`](super::Router). It has the policies that it got by
/// [`CorsRoute::cors`], else none of its own.
impl<S: Clone + Send + Sync + 'static> From<MethodRouter<S>> for CorsRoute<S> {
    fn from(handlers: MethodRouter<S>) -> Self {
        let mut route = Self::new();
        for duty in ask::all(&handlers) {
            if let Duty::Path(path) = duty {
                route.policies.merge(path.policies().clone());
            }
        }
        route.handlers = handlers;
        route
    }
}

impl<S> fmt::Debug for CorsRoute<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsRoute").field("policies", &self.policies).finish_non_exhaustive()
    }
}
