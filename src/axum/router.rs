//! A router that knows the policies of all its routes.

use std::{convert::Infallible, fmt, sync::Arc};

use ::axum::{extract::Request, handler::Handler, response::IntoResponse, routing::Route};
use cors_core::{CorsPolicy, Policies, PolicyRef, PolicySource, RoutePolicy};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    layer::CorsLayer,
    route::CorsRoute,
    table::{Paths, Table},
};

/// axum's router, with one table of the policies of all routes in front.
///
/// [`finish`](Self::finish) puts the table outside of all layers: preflights are answered before authentication, and
/// the headers are also on what layers answer. Building it costs nothing a request; the table costs one
/// [`axum::Router::layer`](::axum::Router::layer).
#[must_use = "a router does nothing until it is finished and served"]
pub struct Router<S = ()> {
    routes: ::axum::Router<S>,
    paths: Paths,
    app: Option<PolicyRef>,
}

impl<S: Clone + Send + Sync + 'static> Router<S> {
    /// A router without routes.
    pub fn new() -> Self {
        Self { routes: ::axum::Router::new(), paths: Paths::default(), app: None }
    }

    /// Adds the handlers of a path. Several calls for one path add up.
    ///
    /// A route of axum's own ([`axum::routing::get`](::axum::routing::get) and so on) is taken too: it is covered by
    /// the policy of the application, if there is one, else it is left as it is.
    ///
    /// # Panics
    /// As [`axum::Router::route`](::axum::Router::route) does.
    #[track_caller]
    pub fn route(mut self, path: &str, route: impl Into<CorsRoute<S>>) -> Self {
        let (handlers, policies) = route.into().leave_to_router();
        self.routes = self.routes.route(path, handlers);
        self.paths.add(path, policies);
        self
    }

    /// Puts the routes of another router below a path: one of this module, or axum's.
    ///
    /// A policy of that router covers its own routes only. axum's routes are covered by the policy of this one.
    ///
    /// # Panics
    /// As [`axum::Router::nest`](::axum::Router::nest) does.
    #[track_caller]
    pub fn nest(mut self, path: &str, router: impl Into<Self>) -> Self {
        let router = router.into();
        self.routes = self.routes.nest(path, router.routes);
        self.paths.extend(path, router.paths, router.app.as_ref());
        self
    }

    /// Puts a service below a path. It is covered by the policy of the application, if there is one.
    ///
    /// # Panics
    /// As [`axum::Router::nest_service`](::axum::Router::nest_service) does.
    #[track_caller]
    pub fn nest_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.routes = self.routes.nest_service(path, service);
        self
    }

    /// Adds the routes of another router: one of this module, or axum's.
    ///
    /// A policy of that router covers its own routes only. axum's routes are covered by the policy of this one.
    ///
    /// # Panics
    /// As [`axum::Router::merge`](::axum::Router::merge) does.
    #[track_caller]
    pub fn merge(mut self, router: impl Into<Self>) -> Self {
        let router = router.into();
        self.routes = self.routes.merge(router.routes);
        self.paths.extend("", router.paths, router.app.as_ref());
        self
    }

    /// Answers where no route matches, by any handler of axum's. It is covered by the policy of the application, if
    /// there is one.
    pub fn fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.routes = self.routes.fallback(handler);
        self
    }

    /// Answers where no route matches, with the policies of `route`: `fallback_route(any(handler))`.
    pub fn fallback_route(mut self, route: CorsRoute<S>) -> Self {
        // There is no matched path by which a table could know it, so it brings its own.
        self.routes = self.routes.fallback(route.cors());
        self
    }

    /// Puts a layer around all handlers so far, as [`axum::Router::route_layer`](::axum::Router::route_layer).
    ///
    /// Preflights do not reach it, and its answers carry the headers.
    ///
    /// # Panics
    /// If there is no route yet, as axum does.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.routes = self.routes.route_layer(layer);
        self
    }

    /// Puts a layer around all routes so far, as [`axum::Router::layer`](::axum::Router::layer): authentication,
    /// timeouts, limits, panic catching.
    ///
    /// Preflights do not reach it, and its answers carry the headers.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.routes = self.routes.layer(layer);
        self
    }

    /// Applies what this type has no method for to axum's router inside.
    ///
    /// Routes that are added here are known to axum only, and the paths must stay what they are: a route that is
    /// moved below a prefix here loses its policy.
    pub fn map<S2>(self, change: impl FnOnce(::axum::Router<S>) -> ::axum::Router<S2>) -> Router<S2> {
        Router { routes: change(self.routes), paths: self.paths, app: self.app }
    }

    /// Gives the handlers their state.
    pub fn with_state<S2>(self, state: S) -> Router<S2> {
        self.map(|routes| routes.with_state(state))
    }

    /// The policy of the whole application: of the routes without one of their own, of 404 and of 405.
    ///
    /// A handler's own policy replaces it whole; `#[cors(off)]` and [`without`](super::without) take a handler out.
    /// In a router that is merged into another or nested in it, it covers the routes that this module knows.
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.with_policy(P::policy())
    }

    /// The policy of the whole application, made at run time.
    pub fn with_policy(mut self, policy: impl Into<PolicyRef>) -> Self {
        self.app = Some(policy.into());
        self
    }

    /// The routes and their policies.
    ///
    /// What axum's own routers brought, services and fallbacks are not listed one by one.
    #[must_use]
    pub fn policies(&self) -> Policies {
        let mut routes = Vec::new();
        for (path, entry) in self.paths.iter() {
            let app = entry.app.as_ref().or(self.app.as_ref());
            for handler in entry.policies.handlers() {
                let policy = handler.policy().cloned();
                let source = if policy.is_some() { PolicySource::Handler } else { PolicySource::OptOut };
                let route = described(handler.method(), Some(path), source, policy);
                routes.push(match handler.info() {
                    Some(info) => route.with_handler(*info),
                    None => route,
                });
            }
            let serves_any = entry.policies.handlers().any(|handler| handler.method().is_none());
            if !serves_any && (app.is_some() || entry.policies.is_empty()) {
                routes.push(rest(Some(path), app));
            }
        }
        if self.app.is_some() {
            routes.push(rest(None, self.app.as_ref()));
        }
        Policies::sorted(routes)
    }

    /// axum's router with the table of policies outside of everything else.
    ///
    /// Layers that are added to the result stand outside of it again.
    pub fn finish(self) -> ::axum::Router<S> {
        let table = Table::new(self.paths, self.app.as_ref());
        self.routes.layer(CorsLayer::router(Arc::new(table)))
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Router<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> From<Router<S>> for ::axum::Router<S> {
    fn from(router: Router<S>) -> Self {
        router.finish()
    }
}

/// axum's router as it is: without a word on policies.
impl<S: Clone + Send + Sync + 'static> From<::axum::Router<S>> for Router<S> {
    fn from(routes: ::axum::Router<S>) -> Self {
        Self { routes, paths: Paths::default(), app: None }
    }
}

impl<S> fmt::Debug for Router<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("paths", &self.paths).field("app", &self.app).finish_non_exhaustive()
    }
}

/// What has no policy of its own, on one path or on all others.
fn rest(path: Option<&str>, app: Option<&PolicyRef>) -> RoutePolicy {
    let source = if app.is_some() { PolicySource::Application } else { PolicySource::Nothing };
    described(None, path, source, app.cloned())
}

fn described(
    method: Option<&str>,
    path: Option<&str>,
    source: PolicySource,
    policy: Option<PolicyRef>,
) -> RoutePolicy {
    let route = RoutePolicy::new(method, path, source);
    match policy {
        Some(policy) => route.with_policy(policy),
        None => route,
    }
}
