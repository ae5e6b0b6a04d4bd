//! The layer and its service.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use cors_core::{
    CorsPolicy, PolicyRef,
    http1::{Prepared, Unheard},
};
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    body::CorsBody,
    future::Answering,
    mistakes::RouteError,
    table::{Decided, Matcher, Table},
};
use crate::{
    marks::{self, Governed, Mark, Then},
    path::{self, Step},
};

/// Puts a policy, or policies by method and path, around a service.
///
/// **A layer of one policy knows no routes: it answers every preflight that reaches it**, with the policy's whole
/// lists. Put it around what one policy is right for, inside of a router; or use a [table](Self::table).
///
/// Put it outermost, after tracing: preflights then do not reach authentication, limits and timeouts, and the headers
/// are also on what those answer. An answer that an inner piece of this library has finished, an annotated handler of
/// axum for instance, is left as it is.
///
/// ```
/// use cors::{CorsPolicy, tower::CorsLayer};
/// use http::{Request, Response};
/// use tower::{ServiceBuilder, service_fn};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"], methods = [GET, PUT], headers = ["content-type"])]
/// struct Api;
///
/// let service = ServiceBuilder::new()
///     .layer(CorsLayer::policy::<Api>())
///     .service(service_fn(async |_: Request<String>| Ok::<_, std::io::Error>(Response::new("noon"))));
/// ```
#[derive(Debug, Clone)]
pub struct CorsLayer(Rules);

#[derive(Debug, Clone)]
enum Rules {
    One(Prepared),
    Table(Arc<Matcher>),
    /// The table of routes that are somewhere inside.
    Routes(Arc<Matcher>),
    /// The table of an application on warp that is somewhere inside.
    #[cfg(feature = "warp")]
    Warp(crate::warp::Outside),
}

/// A service behind a [`CorsLayer`].
#[derive(Debug, Clone)]
pub struct CorsService<S> {
    inner: S,
    rules: Rules,
}

impl CorsLayer {
    /// The policy `P` for everything inside.
    #[must_use]
    pub fn policy<P: CorsPolicy>() -> Self {
        Self::with_policy(P::policy())
    }

    /// A policy that is made at run time for everything inside.
    #[must_use]
    pub fn with_policy(policy: impl Into<PolicyRef>) -> Self {
        Self::new(Rules::One(Prepared::layer(policy)))
    }

    /// Policies by method and path.
    ///
    /// # Errors
    /// Routes that a table cannot take: they are there already, or could never match.
    ///
    /// ```
    /// use cors::{CorsPolicy, tower::{CorsLayer, Table}};
    ///
    /// #[derive(CorsPolicy)]
    /// #[policy(origins = ["https://app.example.com"])]
    /// struct Shop;
    ///
    /// #[derive(CorsPolicy)]
    /// #[policy(origins = ["https://admin.example.com"])]
    /// struct Admin;
    ///
    /// let table = Table::new()
    ///     .with::<Shop>("GET", "/orders")
    ///     .with::<Admin>("DELETE", "/orders/{id}")
    ///     .without("GET", "/health");
    /// let layer = CorsLayer::table(&table)?;
    /// # Ok::<(), cors::tower::RouteError>(())
    /// ```
    pub fn table(table: &Table) -> Result<Self, RouteError> {
        table.finish().map(|matcher| Self::new(Rules::Table(matcher)))
    }

    pub(super) fn of_routes(matcher: Arc<Matcher>) -> Self {
        Self::new(Rules::Routes(matcher))
    }

    #[cfg(feature = "warp")]
    pub(crate) fn of_warp(table: crate::warp::Outside) -> Self {
        Self::new(Rules::Warp(table))
    }

    fn new(rules: Rules) -> Self {
        marks::count_piece();
        Self(rules)
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = CorsService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CorsService { inner, rules: self.0.clone() }
    }
}

impl<S> CorsService<S> {
    /// The service inside.
    pub fn into_inner(self) -> S {
        self.inner
    }

    /// What is to be done. A decision on routes inside goes with the request, and has been told.
    fn step<B>(&self, request: &mut Request<B>) -> Step {
        if request.extensions().get::<Governed>().is_some() {
            return Step::Nobody;
        }
        let (method, headers) = (request.method(), request.headers());
        match &self.rules {
            Rules::One(prepared) => path::first_step(prepared, method, headers),
            Rules::Table(matcher) => matcher.first_step(request.uri().path(), method, headers),
            Rules::Routes(matcher) => {
                let found = matcher.find(request.uri().path());
                let (step, index) = (found.step(method, headers), found.index());
                if let Step::Run(pending) = &step {
                    let decided = Decided::new(Arc::clone(matcher), index, method.clone(), pending.clone());
                    request.extensions_mut().insert(decided);
                }
                step
            }
            #[cfg(feature = "warp")]
            Rules::Warp(table) => table.step(request),
        }
    }
}

impl<S, B, C> Service<Request<B>> for CorsService<S>
where
    S: Service<Request<B>, Response = Response<C>>,
{
    type Response = Response<CorsBody<C>>;
    type Error = S::Error;
    type Future = Answering<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        // Also for a preflight that will not be sent inward: nobody can know yet what the next request is.
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let mark = Mark::of(request.extensions());
        let then = match self.step(&mut request) {
            Step::Answer(head) => return Answering::answer(head, mark),
            Step::Run(pending) => {
                let unheard = match &self.rules {
                    Rules::One(_) | Rules::Table(_) => {
                        Unheard::new(&pending, request.method(), request.headers())
                    }
                    Rules::Routes(_) => None,
                    #[cfg(feature = "warp")]
                    Rules::Warp(_) => None,
                };
                // The innermost policy wins whole: what has one of its own says so in its answer.
                marks::want(&mut request);
                Then::ApplyUnlessFinished(Some(pending), mark, unheard)
            }
            Step::Without => Then::Leave(mark),
            Step::Nobody => Then::Leave(Mark::Nothing),
        };
        Answering::run(self.inner.call(request), then)
    }
}
