//! The outermost piece of a finished router.

use std::{fmt, sync::Arc};

use ::poem::{Endpoint, IntoResponse, Request, Response, Result};

use super::{
    answer::answer,
    marks::Asked,
    table::{Serves, Table},
};
use crate::path::Step;

/// A finished [`Route`](super::Route): an endpoint as poem serves it, with the policies outside of all middleware.
pub struct App<E> {
    endpoint: E,
    /// `None` where the handlers see to everything themselves: there is neither middleware nor a policy of the whole.
    table: Option<Table>,
}

impl<E> App<E> {
    pub(super) const fn new(endpoint: E, table: Option<Table>) -> Self {
        Self { endpoint, table }
    }
}

impl<E: Endpoint> Endpoint for App<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let Some(table) = &self.table else {
            return self.endpoint.call(request).await.map(IntoResponse::into_response);
        };
        let (step, tells) = step(table, &request);
        answer(step, tells, request, &self.endpoint).await
    }
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
