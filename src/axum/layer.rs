//! The piece that stands outside of a user's layers: around one path, or around a whole router.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use ::axum::{
    extract::Request,
    response::Response,
    routing::{Route, future::RouteFuture},
};
use cors_core::http1::Unheard;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    ask::{self, Beacon, Duty, Shared},
    future::Answering,
    guard::is_governed,
    table::Table,
};
use crate::{
    marks::{self, Governed, Mark, Then},
    path::{PathGuard, Step, is_preflight},
};

/// Puts policies around each route.
#[derive(Debug, Clone)]
pub(super) struct CorsLayer(Rules);

#[derive(Debug, Clone)]
enum Rules {
    Path(Arc<PathGuard>),
    Router(Arc<Table>),
}

/// A route with policies around it.
#[derive(Debug, Clone)]
pub(super) struct CorsService(Shared<Around>);

#[derive(Debug, Clone)]
struct Around {
    inner: Route,
    rules: Rules,
    /// A piece of ours inside that the table does not know.
    found: Option<Duty>,
    #[expect(dead_code, reason = "it works by being cloned")]
    beacon: Beacon,
}

/// Whose word the step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    Own,
    Application,
}

impl CorsLayer {
    pub(super) fn path(path: Arc<PathGuard>) -> Self {
        Self::new(Rules::Path(path))
    }

    pub(super) fn router(table: Arc<Table>) -> Self {
        Self::new(Rules::Router(table))
    }

    fn new(rules: Rules) -> Self {
        marks::count_piece();
        Self(rules)
    }
}

impl Layer<Route> for CorsLayer {
    type Service = CorsService;

    fn layer(&self, inner: Route) -> Self::Service {
        let (duty, found) = match &self.0 {
            Rules::Path(path) => (Duty::Path(Arc::clone(path)), None),
            Rules::Router(_) => (Duty::Router, ask::one(&inner)),
        };
        CorsService(Shared::new(Around { inner, rules: self.0.clone(), found, beacon: Beacon::new(duty) }))
    }
}

impl Around {
    #[inline]
    fn step(&self, request: &Request) -> (Step, Voice) {
        let (method, headers) = (request.method(), request.headers());
        let step = match &self.rules {
            Rules::Path(_) if is_governed(request) => Step::Nobody,
            Rules::Path(path) => path.step(method, headers),
            Rules::Router(table) => match (table.find(request.extensions()), &self.found, &table.elsewhere) {
                (Some(path), ..) => path.step(method, headers),
                (None, Some(Duty::Path(path)), _) => path.step(method, headers),
                (None, Some(Duty::Handler(handler)), _) => handler.step(request),
                // A router of ours inside, with policies of its own, answers.
                (None, Some(Duty::Router), _) if is_preflight(method, headers) => Step::Nobody,
                (None, _, Some(app)) => return (app.first_step(method, headers), Voice::Application),
                (None, _, None) => Step::Nobody,
            },
        };
        (step, Voice::Own)
    }
}

impl Service<Request> for CorsService {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering<RouteFuture<Infallible>>;

    // A route of axum's always is.
    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let Self(around) = self;
        let mark = Mark::of(request.extensions());
        let then = match around.step(&request) {
            (Step::Answer(head), _) => return Answering::answer(head, mark),
            (Step::Run(pending), Voice::Application) => {
                let unheard = Unheard::new(&pending, request.method(), request.headers());
                marks::want(&mut request);
                Then::ApplyUnlessFinished(Some(pending), mark, unheard)
            }
            (Step::Run(pending), Voice::Own) => {
                if around.found.is_some() {
                    request.extensions_mut().insert(Governed);
                }
                Then::Apply(Some(pending), mark)
            }
            (Step::Without, _) => Then::Leave(mark),
            (Step::Nobody, _) => Then::Leave(Mark::Nothing),
        };
        Answering::run(around.inner.clone().call(request), then)
    }
}
