//! The table of policies around the routes: what is answered before them, and what becomes of their answers.

use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ::warp::{Filter, Rejection, Reply, reject, reply::Response};
use cors_core::http1::{Head, Pending};
use http::StatusCode;

use super::{
    handler::AnswerFilter,
    head, rejection,
    route::{RouteFilter, Taken},
    table::{Choice, EntryId, Rejections, Table},
};
use crate::{
    marks::{self, Mark},
    path::Step,
};

/// A request on its way to the routes.
struct Begun {
    then: Then,
    entry: Option<EntryId>,
    rejections: Rejections,
}

/// What becomes of the answer.
pub(super) enum Then {
    /// This is the whole answer. Only a rejection keeps the routes from running.
    Answer(Head, Mark),
    /// These headers are set.
    Apply(Pending, Mark),
    /// It is of a handler that is to have none.
    Leave(Mark),
    /// Nobody here has a say.
    Pass,
}

/// How many applications there are; only where there are several, one can stand in another.
static FINISHED: AtomicUsize = AtomicUsize::new(0);

/// The routes with their table outside of everything.
pub(super) fn around(table: Arc<Table>, routes: impl RouteFilter) -> impl AnswerFilter {
    FINISHED.fetch_add(1, Ordering::Relaxed);
    #[cfg(any(feature = "axum", feature = "tower"))]
    marks::count_piece();
    let caught = routes
        .or_else(|rejection| ready(Ok::<_, Rejection>((Taken { entry: None, answer: Err(rejection) },))));
    head::choose(table)
        .and_then(|choice, mark| ready(begin(choice, mark)))
        .and(caught)
        .and_then(|begun, taken| ready(finish(begun, taken)))
        .with(::warp::log::custom(|info| head::note_status(&info)))
        .map(Reply::into_response)
        .or_else(|rejection| ready(end(rejection).map(|response| (response,))))
}

fn begin(choice: Choice, wanted: Mark) -> Result<Begun, Rejection> {
    let mark = if FINISHED.load(Ordering::Relaxed) > 1 { Mark::Finished } else { wanted };
    let then = match choice.step {
        Step::Answer(answer) => {
            // From here to `end` is one poll.
            head::keep(Then::Answer(answer, mark));
            return Err(reject::not_found());
        }
        Step::Run(pending) => Then::Apply(pending, mark),
        Step::Without => Then::Leave(mark),
        Step::Nobody => Then::Pass,
    };
    Ok(Begun { then, entry: choice.entry, rejections: choice.rejections })
}

fn finish(begun: Begun, taken: Taken) -> Result<Response, Rejection> {
    match taken.answer {
        Ok(_) if taken.entry.is_some() && taken.entry != begun.entry => Ok(misplaced()),
        Ok(response) => Ok(finished(response, begun.then)),
        Err(rejection) => {
            head::keep(match begun.rejections {
                Rejections::BecomeAnswers => begun.then,
                #[cfg(feature = "tower")]
                Rejections::Pass => Then::Pass,
            });
            Err(rejection)
        }
    }
}

fn finished(mut response: Response, then: Then) -> Response {
    if marks::is_finished(&response) {
        return response;
    }
    let mark = match then {
        Then::Apply(pending, mark) => {
            pending.apply(response.headers_mut());
            mark
        }
        Then::Leave(mark) => mark,
        Then::Answer(..) | Then::Pass => Mark::Nothing,
    };
    mark.set(&mut response);
    response
}

fn end(rejection: Rejection) -> Result<Response, Rejection> {
    let (then, status) = (head::kept(), head::status());
    match then {
        Some(Then::Answer(head, mark)) => {
            let mut response = head.into_response(::warp::reply().into_response().into_body());
            mark.set(&mut response);
            Ok(response)
        }
        Some(Then::Pass) | None => Err(rejection),
        Some(then) => Ok(finished(rejection::answer(&rejection, status), then)),
    }
}

/// The answer of a handler that the table did not choose.
fn misplaced() -> Response {
    let text = "cors: a path stands around the routes in `map`, where the table of policies does not see it; \
                use `Routes::under`\n";
    let mut response = text.into_response();
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
