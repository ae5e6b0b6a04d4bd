//! A router that knows the policies of all its routes.

use std::{any::Any, fmt, future::Future, sync::Arc};

use ::poem::{
    Endpoint, EndpointExt, IntoEndpoint, IntoResponse, Middleware, Request, Result, endpoint::Around,
    middleware::AddDataEndpoint,
};
use cors_core::{CorsPolicy, MethodPolicies, Policies, PolicyRef, PolicySource, RoutePolicy};

use super::{
    app::{App, Needs},
    endpoint::PathEndpoint,
    path::joined,
    table::{PathEntry, Serves, Table},
};

/// poem's router, with one table of the policies of all routes in front.
///
/// [`finish`](Self::finish) puts the table outside of all middleware: preflights are answered before authentication,
/// and the headers are also on what middleware answers.
///
/// Until then it is no endpoint, so that nothing can come between the routes and their table unseen: middleware is
/// added by the methods here. `E` is what that makes of poem's router.
#[must_use = "a router does nothing until it is finished and served"]
pub struct Route<E = ::poem::Route> {
    endpoint: E,
    /// The same paths, with nothing but entries of the table in them.
    shadow: ::poem::Route,
    paths: Vec<PathEntry>,
    app: Option<PolicyRef>,
    needs: Needs,
}

/// What [`Route::nest`] takes: a [`Route`] with its policies, or any endpoint of poem's.
pub trait Nest: sealed::Nest {}

impl<T: sealed::Nest> Nest for T {}

impl Route {
    /// A router without routes.
    pub fn new() -> Self {
        Self {
            endpoint: ::poem::Route::new(),
            shadow: ::poem::Route::new(),
            paths: Vec::new(),
            app: None,
            needs: Needs::Nothing,
        }
    }

    /// Adds what answers at a path: the handlers of a [`CorsRoute`](super::CorsRoute), or any other endpoint, which
    /// has no policy but that of the application.
    ///
    /// # Panics
    /// As [`poem::Route::at`](::poem::Route::at) does.
    pub fn at<T>(mut self, path: impl AsRef<str>, endpoint: T) -> Self
    where
        T: IntoEndpoint,
        T::Endpoint: 'static,
    {
        let path = path.as_ref();
        let endpoint = endpoint.into_endpoint();
        let entry = entry(path, &endpoint);
        self.endpoint = self.endpoint.at(path, endpoint);
        self.shadow = self.shadow.at(path, entry.leaf());
        self.paths.push(entry);
        self
    }

    /// Puts the routes of another router below a path, whose policy covers its own routes only; or the handlers of a
    /// [`CorsRoute`](super::CorsRoute), for all paths there; or any other endpoint, which has no policy but that of the
    /// application.
    ///
    /// # Panics
    /// As [`poem::Route::nest`](::poem::Route::nest) does.
    pub fn nest<T: Nest>(self, path: impl AsRef<str>, router: T) -> Self {
        router.nest_in(self, path.as_ref(), sealed::Prefix::Stripped)
    }

    /// The same without taking the path off before the routes are matched.
    ///
    /// # Panics
    /// As [`poem::Route::nest_no_strip`](::poem::Route::nest_no_strip) does.
    pub fn nest_no_strip<T: Nest>(self, path: impl AsRef<str>, router: T) -> Self {
        router.nest_in(self, path.as_ref(), sealed::Prefix::Kept)
    }
}

impl<E: Endpoint> Route<E> {
    /// Puts middleware around all routes: authentication, limits, panic catching.
    ///
    /// Preflights do not reach it, and its answers carry the headers.
    pub fn with<M: Middleware<E>>(self, middleware: M) -> Route<M::Output> {
        self.map(|endpoint| middleware.transform(endpoint))
    }

    /// Puts a function around all routes, as [`EndpointExt::around`] does.
    ///
    /// Preflights do not reach it, and its answers carry the headers.
    pub fn around<F, Fut, R>(self, function: F) -> Route<Around<E, F>>
    where
        F: Fn(Arc<E>, Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R>> + Send + 'static,
        R: IntoResponse,
    {
        self.map(|endpoint| endpoint.around(function))
    }

    /// Gives all routes data, as [`EndpointExt::data`] does.
    pub fn data<T: Clone + Send + Sync + 'static>(self, data: T) -> Route<AddDataEndpoint<E, T>> {
        self.map(|endpoint| endpoint.data(data))
    }

    /// Puts around all routes what there is no method for here: `.map(|app| app.catch_all_error(page))`.
    ///
    /// Paths and methods must stay what they are: for a route that is moved here the table has no entry, and it answers
    /// for the handler of the method that came. What changes them belongs outside of [`finish`](Self::finish).
    pub fn map<E2: Endpoint>(self, change: impl FnOnce(E) -> E2) -> Route<E2> {
        let Self { endpoint, shadow, paths, app, .. } = self;
        Route { endpoint: change(endpoint), shadow, paths, app, needs: Needs::Table }
    }

    /// The policy of the whole application: of the routes without one of their own, of 404 and of 405.
    ///
    /// A handler's own policy replaces it whole; `#[cors(off)]` and [`without`](super::without) take a handler out.
    /// In a router that is nested in another, it covers the routes that this module knows.
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.with_policy(P::policy())
    }

    /// The policy of the whole application, made at run time.
    pub fn with_policy(mut self, policy: impl Into<PolicyRef>) -> Self {
        self.app = Some(policy.into());
        self.needs = Needs::Table;
        self
    }

    /// The routes and their policies.
    ///
    /// What endpoints of poem's own hold is not listed one by one.
    #[must_use]
    pub fn policies(&self) -> Policies {
        let mut routes = Vec::new();
        for entry in &self.paths {
            let (path, app) = (entry.path(), entry.app.as_ref().or(self.app.as_ref()));
            let handlers = || entry.policies().into_iter().flat_map(MethodPolicies::handlers);
            for handler in handlers() {
                let policy = handler.policy().cloned();
                let source = if policy.is_some() { PolicySource::Handler } else { PolicySource::OptOut };
                let route = described(handler.method(), Some(path), source, policy);
                routes.push(match handler.info() {
                    Some(info) => route.with_handler(*info),
                    None => route,
                });
            }
            let serves_any = handlers().any(|handler| handler.method().is_none());
            if !serves_any && (app.is_some() || handlers().next().is_none()) {
                routes.push(rest(Some(path), app));
            }
        }
        if self.app.is_some() {
            routes.push(rest(None, self.app.as_ref()));
        }
        Policies::sorted(routes)
    }

    /// The application with the table of policies outside of everything else.
    ///
    /// Middleware that is added to the result stands outside of it again.
    pub fn finish(self) -> App<E> {
        App::new(self.endpoint, Table::new(self.shadow, self.paths, self.app.as_ref()), self.needs)
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> fmt::Debug for Route<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route").field("paths", &self.paths).field("app", &self.app).finish_non_exhaustive()
    }
}

/// What the table is to know of an endpoint.
fn entry<T: Endpoint + 'static>(path: &str, endpoint: &T) -> PathEntry {
    let serves = match (endpoint as &dyn Any).downcast_ref::<PathEndpoint>() {
        Some(ours) => Serves::Ours(Arc::clone(ours.guard())),
        None => Serves::Foreign,
    };
    PathEntry::new(path, serves)
}

mod sealed {
    use super::{Endpoint, IntoEndpoint, Needs, Route, entry, joined};

    /// Whether a router that stands below a path sees it.
    #[expect(unnameable_types, reason = "only what is sealed here names it")]
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Prefix {
        Stripped,
        Kept,
    }

    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait Nest {
        fn nest_in(self, outer: Route, path: &str, prefix: Prefix) -> Route;
    }

    impl<E: Endpoint + 'static> Nest for Route<E> {
        fn nest_in(self, mut outer: Route, path: &str, prefix: Prefix) -> Route {
            (outer.endpoint, outer.shadow) = match prefix {
                Prefix::Stripped => {
                    (outer.endpoint.nest(path, self.endpoint), outer.shadow.nest(path, self.shadow))
                }
                Prefix::Kept => (
                    outer.endpoint.nest_no_strip(path, self.endpoint),
                    outer.shadow.nest_no_strip(path, self.shadow),
                ),
            };
            if self.needs == Needs::Table {
                outer.needs = Needs::Table;
            }
            for mut entry in self.paths {
                if prefix == Prefix::Stripped {
                    entry.nest(path);
                }
                entry.app = entry.app.or_else(|| self.app.clone());
                outer.paths.push(entry);
            }
            outer
        }
    }

    impl<T> Nest for T
    where
        T: IntoEndpoint,
        T::Endpoint: 'static,
    {
        fn nest_in(self, mut outer: Route, path: &str, prefix: Prefix) -> Route {
            let endpoint = self.into_endpoint();
            let entry = entry(&joined(path, "/*"), &endpoint);
            (outer.endpoint, outer.shadow) = match prefix {
                Prefix::Stripped => {
                    (outer.endpoint.nest(path, endpoint), outer.shadow.nest(path, entry.leaf()))
                }
                Prefix::Kept => (
                    outer.endpoint.nest_no_strip(path, endpoint),
                    outer.shadow.nest_no_strip(path, entry.leaf()),
                ),
            };
            outer.paths.push(entry);
            outer
        }
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
