//! Authentication that preflights need not pass.

use std::{
    fmt,
    task::{Context, Poll},
};

use ::axum::{
    BoxError,
    body::{Bytes, HttpBody},
    extract::Request,
    http::Response,
};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    ask::{self, Duty},
    future::Answering,
    guard::is_governed,
};
use crate::{
    marks::{Governed, Mark, Then},
    path::Step,
};

/// A layer, authentication for instance, that the preflights of [`CorsRoute::cors`](super::CorsRoute::cors) routes
/// need not pass, and whose refusals carry the headers of the handler's policy.
///
/// A browser sends no credentials with a preflight, so authentication around a route refuses it, and the page gets
/// nothing. In the [`Router`](super::Router) of this module nothing is needed: it answers before all layers. In
/// axum's own router write:
///
/// ```
/// # use cors::axum::{SkipPreflight, get};
/// # #[cors::cors(origins = ["https://app.example.com"])]
/// # async fn list_orders() {}
/// # async fn check(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
/// #     next.run(request).await
/// # }
/// let auth = axum::middleware::from_fn(check);
/// let app: axum::Router =
///     axum::Router::new().route("/orders", get(list_orders).cors()).layer(SkipPreflight(auth));
/// ```
///
/// It opens nothing. A preflight is answered from the policies of the path, and nothing of the user's runs: no
/// handler, no `OPTIONS` handler, no layer. What the wrapped service holds is found out once, when the layer is put
/// on, without calling it. Everything else passes through the layer: other requests, other `OPTIONS` requests, and
/// preflights for routes that are not of this library or cannot be seen (behind a `tower` buffer, in a router that
/// is mounted as a service).
#[expect(clippy::exhaustive_structs, reason = "it is written around a layer, and there is no more to it")]
#[derive(Debug, Clone, Copy)]
pub struct SkipPreflight<L>(pub L);

/// A service behind [`SkipPreflight`].
#[derive(Clone)]
pub struct SkipPreflightService<S> {
    /// The layer around what it protects.
    outer: S,
    /// What that is; `None` if it is not ours.
    found: Option<Duty>,
}

impl<L, S> Layer<S> for SkipPreflight<L>
where
    L: Layer<S>,
    S: Clone,
{
    type Service = SkipPreflightService<L::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        let found = ask::one(&inner);
        SkipPreflightService { outer: self.0.layer(inner), found }
    }
}

impl<S, B> Service<Request> for SkipPreflightService<S>
where
    S: Service<Request, Response = Response<B>>,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = ::axum::response::Response;
    type Error = S::Error;
    type Future = Answering<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.outer.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let step = match &self.found {
            _ if is_governed(&request) => Step::Nobody,
            Some(Duty::Path(path)) => path.step(request.method(), request.headers()),
            Some(Duty::Handler(handler)) => handler.step(&request),
            Some(Duty::Router) | None => Step::Nobody,
        };
        let mark = Mark::of(request.extensions());
        let then = match step {
            Step::Answer(head) => return Answering::answer(head, mark),
            Step::Run(pending) => {
                // Also the answer of the layer itself gets the headers; the handler need not set them again.
                request.extensions_mut().insert(Governed);
                Then::Apply(Some(pending), mark)
            }
            Step::Without => Then::Leave(mark),
            Step::Nobody => Then::Leave(Mark::Nothing),
        };
        Answering::run(self.outer.call(request), then)
    }
}

impl<S> fmt::Debug for SkipPreflightService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SkipPreflightService").field("found", &self.found).finish_non_exhaustive()
    }
}
