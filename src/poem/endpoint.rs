//! The handlers of one path as the framework serves them.

use std::{fmt, sync::Arc};

use ::poem::{
    Endpoint, EndpointExt, Middleware, Request, Response, Result,
    endpoint::{BoxEndpoint, DynEndpoint},
    error::MethodNotAllowedError,
    http::Method,
    middleware::AddData,
};

use super::{answer::answer, marks::Asked};
use crate::path::PathGuard;

/// The handlers of one path, by method: poem's [`RouteMethod`](::poem::RouteMethod) with one for any method.
#[derive(Default)]
pub(super) struct Handlers {
    methods: Vec<(Method, BoxEndpoint<'static>)>,
    any: Option<BoxEndpoint<'static>>,
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
    /// With middleware of the user's around them.
    Layered(BoxEndpoint<'static>),
}

impl Handlers {
    /// Adds a handler; one that is there already stays, as in poem's own routes.
    pub(super) fn add(&mut self, method: Method, handler: BoxEndpoint<'static>) {
        self.methods.push((method, handler));
    }

    pub(super) fn add_any(&mut self, handler: BoxEndpoint<'static>) {
        self.any.get_or_insert(handler);
    }

    fn find(&self, method: &Method) -> Option<&BoxEndpoint<'static>> {
        self.methods.iter().find(|(served, _)| served == method).map(|(_, handler)| handler)
    }
}

impl Endpoint for Handlers {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if let Some(handler) = self.find(request.method()) {
            return DynEndpoint::call(&**handler, request).await;
        }
        if request.method() == Method::HEAD {
            if let Some(handler) = self.find(&Method::GET) {
                request.set_method(Method::GET);
                let mut response = DynEndpoint::call(&**handler, request).await?;
                response.set_body(());
                return Ok(response);
            }
        }
        match &self.any {
            Some(handler) => DynEndpoint::call(&**handler, request).await,
            None => Err(MethodNotAllowedError.into()),
        }
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
        let inner = match self.inner {
            Inner::Handlers(handlers) => handlers.boxed(),
            Inner::Layered(inner) => inner,
        };
        let inner = middleware.transform(inner).map_to_response().boxed();
        Self { inner: Inner::Layered(inner), guard: self.guard }
    }

    /// Gives the handlers data, as [`EndpointExt::data`] does.
    pub fn data<T: Clone + Send + Sync + 'static>(self, data: T) -> Self {
        self.with(AddData::new(data))
    }

    pub(super) const fn guard(&self) -> &Arc<PathGuard> {
        &self.guard
    }
}

impl Endpoint for PathEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let asked = request.data::<Asked>().cloned();
        if asked.as_ref().is_some_and(|asked| asked.governs(&self.guard)) {
            return self.inner.call(request).await;
        }
        let step = self.guard.step(request.method(), request.headers());
        answer(step, asked.as_ref(), request, &self.inner).await
    }
}

impl Endpoint for Inner {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        match self {
            Self::Handlers(handlers) => handlers.call(request).await,
            Self::Layered(inner) => DynEndpoint::call(&**inner, request).await,
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
