//! The handlers of one path as the framework serves them.

use std::{fmt, future::Future, sync::Arc};

use ::poem::{
    Endpoint, EndpointExt, IntoResponse, Middleware, Request, Response, Result,
    endpoint::{BoxEndpoint, DynEndpoint},
    http::Method,
    middleware::AddData,
};

use super::{
    answer::{After, Begun, begin},
    future::{Answering, Body, Handling},
    handler::CorsHandler,
    marks::Asked,
};
use crate::path::PathGuard;

/// The handlers of one path, by method: poem's [`RouteMethod`](::poem::RouteMethod) with one for any method.
#[derive(Default)]
pub(super) struct Handlers {
    methods: Vec<(Method, BoxEndpoint<'static>)>,
    any: Option<BoxEndpoint<'static>>,
    /// Whether one may hold endpoints that have policies of their own.
    holds_endpoints: bool,
}

/// The handlers of one path with their policies around them: what a [`CorsRoute`](super::CorsRoute) becomes.
///
/// It is an endpoint as poem's routers take it. In the [`Route`](super::Route) of this module its policies are known
/// to the table.
#[must_use = "an endpoint does nothing until it is given to a router"]
pub struct PathEndpoint {
    inner: Inner,
    guard: Arc<PathGuard>,
}

enum Inner {
    Handlers(Handlers),
    /// With middleware of the user's around them: around a [`PathEndpoint`] with the same guard, since middleware may
    /// make another method of the one by which the outer one decided.
    Layered(BoxEndpoint<'static>),
}

impl Handlers {
    /// Adds a handler; one that is there already stays, as in poem's own routes.
    pub(super) fn add<H: CorsHandler>(&mut self, method: Method, handler: H) {
        self.holds_endpoints |= !handler.is_function();
        self.methods.push((method, handler.into_boxed()));
    }

    pub(super) fn add_any<H: CorsHandler>(&mut self, handler: H) {
        self.holds_endpoints |= !handler.is_function();
        self.any.get_or_insert(handler.into_boxed());
    }

    fn find(&self, method: &Method) -> Option<&BoxEndpoint<'static>> {
        self.methods.iter().find(|(served, _)| served == method).map(|(_, handler)| handler)
    }

    /// What answers a request; `None` for 405.
    #[inline]
    fn choose(&self, request: &mut Request) -> Option<(&BoxEndpoint<'static>, Body)> {
        if let Some(handler) = self.find(request.method()) {
            return Some((handler, Body::Sent));
        }
        if request.method() == Method::HEAD {
            if let Some(handler) = self.find(&Method::GET) {
                request.set_method(Method::GET);
                return Some((handler, Body::Cut));
            }
        }
        self.any.as_ref().map(|handler| (handler, Body::Sent))
    }
}

impl PathEndpoint {
    pub(super) fn new(handlers: Handlers, guard: PathGuard) -> Self {
        Self { inner: Inner::Handlers(handlers), guard: Arc::new(guard) }
    }

    /// Puts middleware around the handlers. The CORS headers are set outside of it, preflights do not reach it.
    pub fn with<M>(self, middleware: M) -> Self
    where
        M: Middleware<BoxEndpoint<'static>>,
        M::Output: 'static,
    {
        self.map(|endpoint| middleware.transform(endpoint))
    }

    /// Puts a function around the handlers, as [`EndpointExt::around`] does. The CORS headers are set outside of it,
    /// preflights do not reach it.
    pub fn around<F, Fut, R>(self, function: F) -> Self
    where
        F: Fn(Arc<BoxEndpoint<'static>>, Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R>> + Send + 'static,
        R: IntoResponse + 'static,
    {
        self.map(|endpoint| endpoint.around(function))
    }

    /// Puts around the handlers what there is no method for here: `.map(|endpoint| endpoint.catch_all_error(page))`.
    ///
    /// The CORS headers are set outside of it, preflights do not reach it.
    pub fn map<E: Endpoint + 'static>(self, change: impl FnOnce(BoxEndpoint<'static>) -> E) -> Self {
        let guard = Arc::clone(&self.guard);
        let inner = match self.inner {
            Inner::Handlers(_) => self.boxed(),
            Inner::Layered(inner) => inner,
        };
        Self { inner: Inner::Layered(change(inner).map_to_response().boxed()), guard }
    }

    /// Gives the handlers data, as [`EndpointExt::data`] does.
    pub fn data<T: Clone + Send + Sync + 'static>(self, data: T) -> Self {
        self.with(AddData::new(data))
    }

    pub(super) const fn guard(&self) -> &Arc<PathGuard> {
        &self.guard
    }

    #[inline]
    fn begin(&self, request: &mut Request) -> Begun {
        let (method, asked) = (request.method(), request.data::<Asked>());
        if asked.is_some_and(|asked| asked.governs(&self.guard, method)) {
            return Begun::Run(After::nothing());
        }
        let step = self.guard.first_step(method, request.headers());
        let tells = self.inner.may_decide().then(|| Asked::Path(Arc::clone(&self.guard), method.clone()));
        begin(step, tells, request)
    }
}

impl Endpoint for PathEndpoint {
    type Output = Response;

    fn call(&self, mut request: Request) -> impl Future<Output = Result<Response>> + Send {
        match self.begin(&mut request) {
            Begun::Answer(response) => Answering::answer(response),
            Begun::Run(after) => match self.inner.choose(&mut request) {
                Some((handler, body)) => {
                    Answering::run(Handling::new(DynEndpoint::call(&**handler, request), body), after)
                }
                None => Answering::run(Handling::nobody(), after),
            },
        }
    }
}

impl Inner {
    /// Whether a piece of ours may stand in there. Otherwise a request needs no mark, whose place is an allocation.
    const fn may_decide(&self) -> bool {
        match self {
            Self::Handlers(handlers) => handlers.holds_endpoints,
            Self::Layered(_) => true,
        }
    }

    #[inline]
    fn choose(&self, request: &mut Request) -> Option<(&BoxEndpoint<'static>, Body)> {
        match self {
            Self::Handlers(handlers) => handlers.choose(request),
            Self::Layered(inner) => Some((inner, Body::Sent)),
        }
    }
}

impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.methods.iter().map(|(method, _)| method)).finish()
    }
}

impl fmt::Debug for PathEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PathEndpoint").field("policies", self.guard.policies()).finish_non_exhaustive()
    }
}
