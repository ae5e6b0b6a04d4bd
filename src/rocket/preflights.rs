//! The route that answers preflights.

use std::{
    future::{Future, ready},
    pin::Pin,
};

use ::rocket::{
    Data, Request, Response, Route,
    http::{Method, Status},
    outcome::Outcome,
    route::{self, Handler},
};
use cors_core::RequestKind;

use super::{
    answer,
    handler::Said,
    site::{Closed, Flight, Site},
    table::Answers,
};

/// Answers preflights for all routes.
#[derive(Debug)]
pub(super) struct Preflights;

impl Preflights {
    /// Stands before every `OPTIONS` route of the user's: a preflight must not run one.
    pub(super) fn route() -> Route {
        let mut route = Route::ranked(isize::MIN, Method::Options, "/<_..>", Self);
        route.name = Some("CORS preflights".into());
        route
    }
}

impl Clone for Preflights {
    fn clone(&self) -> Self {
        Said::Internal.leave();
        Self
    }
}

impl Handler for Preflights {
    fn handle<'r, 'life0, 'life1, 'async_trait>(
        &'life0 self,
        request: &'r Request<'life1>,
        data: Data<'r>,
    ) -> Pin<Box<dyn Future<Output = route::Outcome<'r>> + Send + 'async_trait>>
    where
        'r: 'async_trait,
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(ready(match answer(request) {
            Some(response) => Outcome::Success(response),
            None => Outcome::Forward((data, Status::NotFound)),
        }))
    }
}

/// `None` for what is no preflight, or not for this library to answer.
fn answer<'r>(request: &'r Request<'_>) -> Option<Response<'r>> {
    let (site, table) = Site::of(request.rocket())?;
    let closed = site.flight(request).map_or(Closed::Open, Flight::closed);
    if closed == Closed::Forbidden {
        return Some(answer::forbidden());
    }
    if answer::kind(request) == RequestKind::Preflight {
        match table.preflight(answer::requested_method(request), request.uri()) {
            Answers::Policy(endpoint) => return Some(answer::preflight(endpoint, request)),
            Answers::Nobody => return Some(answer::nobody(request)),
            Answers::NotOurs => {}
        }
    }
    (closed == Closed::Preflight).then(|| answer::nobody(request))
}
