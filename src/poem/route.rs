//! The handlers of one path while they are put together.

use std::{fmt, future::Future, sync::Arc};

use ::poem::{
    Endpoint, IntoEndpoint, IntoResponse, Middleware, Request, Result, endpoint::BoxEndpoint, http::Method,
};
use cors_core::MethodPolicies;

use super::{
    endpoint::{Handlers, PathEndpoint},
    handler::CorsHandler,
};
use crate::path::PathGuard;

/// The handlers of one path, each with its policy: what [`get`], [`post`] and the others return.
///
/// It goes into [`Route::at`](super::Route::at) of this module, or of poem.
#[must_use = "a route does nothing until it is given to a router"]
#[derive(Default)]
pub struct CorsRoute {
    handlers: Handlers,
    policies: MethodPolicies,
}

macro_rules! verbs {
    ($($verb:ident $method:ident,)*) => {
        $(
            #[doc = concat!("A path with this handler for `", stringify!($method), "`.")]
            #[doc = ""]
            #[doc = "See the [module](crate::poem#complete-program) for a program."]
            pub fn $verb<H: CorsHandler>(handler: H) -> CorsRoute {
                CorsRoute::default().method(Method::$method, handler)
            }
        )*

        impl CorsRoute {
            $(
                #[doc = concat!("Adds the handler for `", stringify!($method), "`.")]
                pub fn $verb<H: CorsHandler>(self, handler: H) -> Self {
                    self.method(Method::$method, handler)
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

/// A path with this handler for any method, where poem's own form is `.at("/any", handler)`.
///
/// A preflight for it is answered with the requested method, as far as the policy lists it.
pub fn any<H: CorsHandler>(handler: H) -> CorsRoute {
    CorsRoute::default().any(handler)
}

impl CorsRoute {
    /// Adds the handler for a method, which may be one that is not of the standard. A handler of the same method that
    /// is already there stays, as in poem's own routes.
    pub fn method<H: CorsHandler>(mut self, method: Method, handler: H) -> Self {
        self.policies.add(method.as_str(), handler.policy(), handler.info());
        self.handlers.add(method, handler);
        self
    }

    /// Adds the handler for all methods that have none of their own. One that is already there stays.
    pub fn any<H: CorsHandler>(mut self, handler: H) -> Self {
        self.policies.add_any(handler.policy(), handler.info());
        self.handlers.add_any(handler);
        self
    }

    /// Puts middleware around all handlers. The CORS headers are set outside of it, preflights do not reach it.
    pub fn with<M>(self, middleware: M) -> PathEndpoint
    where
        M: Middleware<BoxEndpoint<'static>>,
        M::Output: 'static,
    {
        self.into_endpoint().with(middleware)
    }

    /// Puts a function around all handlers, as [`EndpointExt::around`](::poem::EndpointExt::around) does. The CORS headers
    /// are set outside of it, preflights do not reach it.
    pub fn around<F, Fut, R>(self, function: F) -> PathEndpoint
    where
        F: Fn(Arc<BoxEndpoint<'static>>, Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R>> + Send + 'static,
        R: IntoResponse + 'static,
    {
        self.into_endpoint().around(function)
    }

    /// Puts around all handlers what there is no method for here: `.map(|endpoint| endpoint.catch_all_error(page))`.
    ///
    /// The CORS headers are set outside of it, preflights do not reach it.
    pub fn map<E: Endpoint + 'static>(self, change: impl FnOnce(BoxEndpoint<'static>) -> E) -> PathEndpoint {
        self.into_endpoint().map(change)
    }

    /// Gives all handlers data, as [`EndpointExt::data`](::poem::EndpointExt::data) does.
    pub fn data<T: Clone + Send + Sync + 'static>(self, data: T) -> PathEndpoint {
        self.into_endpoint().data(data)
    }
}

impl IntoEndpoint for CorsRoute {
    type Endpoint = PathEndpoint;

    fn into_endpoint(self) -> PathEndpoint {
        PathEndpoint::new(self.handlers, PathGuard::new(&self.policies, None))
    }
}

impl fmt::Debug for CorsRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsRoute").field("policies", &self.policies).finish_non_exhaustive()
    }
}
