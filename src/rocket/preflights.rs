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

use super::{
    handler::Said,
    site::{Closed, Site},
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
        // The fairing says what is in the answer, after all others that could add to it.
        Box::pin(ready(if is_answered(request) {
            Outcome::Success(Response::build().status(Status::NoContent).finalize())
        } else {
            Outcome::Forward((data, Status::NotFound))
        }))
    }
}

/// Not what is no preflight, and not what is not for this library to answer.
fn is_answered(request: &Request<'_>) -> bool {
    let Some((site, table)) = Site::of(request.rocket()) else { return false };
    site.flight(request).is_some_and(|flight| flight.closed() != Closed::Open)
        || table.preflight(request).is_some()
}
