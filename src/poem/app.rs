//! The outermost piece of a finished router.

use std::{fmt, future::Future, sync::Arc};

use ::poem::{Endpoint, IntoResponse, Request, Response, Result, http::Method};

use super::{
    answer::{After, Begun, begin},
    future::Calling,
    marks::Asked,
    table::{Serves, Table},
};
use crate::path::Step;

/// A finished [`Route`](super::Route): an endpoint as poem serves it, with the policies outside of all middleware.
pub struct App<E> {
    endpoint: E,
    table: Table,
    needs: Needs,
}

/// Whether something stands between the handlers and the outside: middleware, or a policy of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// The handlers see to everything themselves.
    Nothing,
    Table,
}

impl<E> App<E> {
    pub(super) const fn new(endpoint: E, table: Table, needs: Needs) -> Self {
        Self { endpoint, table, needs }
    }
}

impl<E: Endpoint> Endpoint for App<E> {
    type Output = Response;

    fn call(&self, request: Request) -> impl Future<Output = Result<Response>> + Send {
        match self.needs {
            Needs::Nothing if request.method() != Method::OPTIONS => {
                Calling::Straight { inner: self.endpoint.call(request) }
            }
            _ => Calling::Around { inner: self.answer(request) },
        }
    }
}

impl<E: Endpoint> App<E> {
    async fn answer(&self, mut request: Request) -> Result<Response> {
        let begun = match self.needs {
            Needs::Nothing => {
                answer_by_heart(&self.table, &mut request).map_or(Begun::Run(After::nothing()), Begun::Answer)
            }
            Needs::Table => {
                let (step, tells) = step(&self.table, &request);
                begin(step, tells, &mut request)
            }
        };
        match begun {
            Begun::Answer(response) => Ok(response),
            Begun::Run(after) => {
                after.finish(self.endpoint.call(request).await.map(IntoResponse::into_response))
            }
        }
    }
}

/// The answer to a preflight for a path that is known by heart, as the handlers there would give it: the way to them
/// costs more than the answer.
fn answer_by_heart(table: &Table, request: &mut Request) -> Option<Response> {
    let exact = table.find_exact(request.uri().path())?;
    let guard = exact.found()?.guard.as_ref()?;
    // What is no answer is not told to anybody yet, and decided on once more inside.
    let step @ Step::Answer(_) = guard.first_step(request.method(), request.headers()) else {
        return None;
    };
    let Begun::Answer(mut response) = begin(step, None, request) else {
        return None;
    };
    if let Some(pattern) = &exact.pattern {
        response.set_data(pattern.clone());
    }
    Some(response)
}

/// What is to be done, and what the pieces inside are to know about it.
fn step(table: &Table, request: &Request) -> (Step, Option<Asked>) {
    let (method, headers) = (request.method(), request.headers());
    let reached = table.find(request);
    let Some(found) = reached.as_ref().and_then(|reached| reached.get()) else {
        return match &table.elsewhere {
            Some(app) => (app.first_step(method, headers), Some(Asked::Application)),
            None => (Step::Nobody, None),
        };
    };
    let step = found.guard.as_ref().map_or(Step::Nobody, |guard| guard.first_step(method, headers));
    let tells = match &found.serves {
        Serves::Ours(guard) => Asked::Path(Arc::clone(guard), method.clone()),
        Serves::Foreign => Asked::Application,
    };
    (step, Some(tells))
}

impl<E> fmt::Debug for App<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("table", &self.table).finish_non_exhaustive()
    }
}
