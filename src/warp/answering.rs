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
    head,
    outside::SaidFilter,
    rejection,
    route::{RouteFilter, Taken},
    table::{Choice, EntryId, Rejections, Table},
};
use crate::{
    marks::{self, Mark},
    path::Step,
};

/// A request on its way to the routes.
pub(super) enum Begun {
    /// The table has chosen.
    Chosen { then: Then, entry: Option<EntryId>, rejections: Rejections },
    /// The table is asked when the answer is there. A route takes only what the table would choose it for.
    Waits(Mark),
}

/// What becomes of the answer.
pub(super) enum Then {
    /// These headers are set.
    Apply(Pending, Mark),
    /// It is of a handler that is to have none.
    Leave(Mark),
    /// Nobody here has a say.
    Pass,
}

/// What is handed over to the end.
pub(super) enum Kept {
    /// This is the whole answer.
    Answer(Head, Mark),
    /// This becomes of what is there.
    Then(Then),
}

/// How many applications there are; only where there are several, one can stand in another.
static FINISHED: AtomicUsize = AtomicUsize::new(0);

/// The routes with their table outside of everything.
pub(super) fn around(
    table: Arc<Table>,
    said: impl SaidFilter,
    routes: impl RouteFilter,
) -> impl AnswerFilter {
    FINISHED.fetch_add(1, Ordering::Relaxed);
    #[cfg(any(feature = "axum", feature = "tower"))]
    marks::count_piece();
    let caught = routes
        .or_else(|rejection| {
            head::reject(rejection);
            ready(Err::<(Taken,), _>(reject::not_found()))
        })
        // Where no route takes the request the table may ask for its path, and only there.
        .or(head::rest().map(|path| {
            head::keep_path(path);
            Taken { entry: None, answer: Err(head::rejected().unwrap_or_else(reject::not_found)) }
        }))
        .unify();
    let chosen = head::choose(Arc::clone(&table), said).and_then(|choice| ready(begin(choice)));
    head::wait(Arc::clone(&table))
        .or(chosen)
        .unify()
        .and(caught)
        .and_then(|begun, taken| ready(finish(begun, taken)))
        .with(::warp::log::custom(move |info| head::look(&table, &info)))
        .map(|reply| set(Reply::into_response(reply)))
        .or_else(|rejection| ready(end(rejection).map(|response| (response,))))
}

impl Kept {
    /// `wanted` is what a piece around warp's service wants.
    pub(super) fn new(step: Step, wanted: Mark) -> Self {
        let mark = if FINISHED.load(Ordering::Relaxed) > 1 { Mark::Finished } else { wanted };
        Self::Then(match step {
            Step::Answer(answer) => return Self::Answer(answer, mark),
            Step::Run(pending) => Then::Apply(pending, mark),
            Step::Without => Then::Leave(mark),
            Step::Nobody => Then::Pass,
        })
    }
}

fn begin((choice, wanted): (Choice, Mark)) -> Result<Begun, Rejection> {
    match Kept::new(choice.step, wanted) {
        Kept::Then(then) => Ok(Begun::Chosen { then, entry: choice.entry, rejections: choice.rejections }),
        answer @ Kept::Answer(..) => {
            // Only a rejection keeps the routes from running. From here to `end` is one poll.
            head::keep(answer);
            Err(reject::not_found())
        }
    }
}

fn finish(begun: Begun, taken: Taken) -> Result<Response, Rejection> {
    let (then, entry, rejections) = match begun {
        Begun::Chosen { then, entry, rejections } => (then, entry, rejections),
        Begun::Waits(mark) => {
            // From here to `set` or `end` is one poll.
            head::ask(taken.entry, mark);
            return taken.answer;
        }
    };
    match taken.answer {
        Ok(_) if taken.entry.is_some() && taken.entry != entry => Ok(misplaced()),
        Ok(response) => Ok(finished(response, then)),
        Err(rejection) => {
            head::keep(Kept::Then(match rejections {
                Rejections::BecomeAnswers => then,
                #[cfg(feature = "tower")]
                Rejections::Pass => Then::Pass,
            }));
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
        Then::Pass => Mark::Nothing,
    };
    mark.set(&mut response);
    response
}

/// What becomes of an answer when the table is asked behind it.
fn set(response: Response) -> Response {
    match head::kept() {
        Some(Kept::Then(then)) => finished(response, then),
        Some(Kept::Answer(head, mark)) => whole(head, mark),
        None => response,
    }
}

fn end(rejection: Rejection) -> Result<Response, Rejection> {
    let (kept, status) = (head::kept(), head::status());
    match kept {
        Some(Kept::Answer(head, mark)) => Ok(whole(head, mark)),
        Some(Kept::Then(Then::Pass)) | None => Err(rejection),
        Some(Kept::Then(then)) => Ok(finished(rejection::answer(&rejection, status), then)),
    }
}

fn whole(head: Head, mark: Mark) -> Response {
    let mut response = head.into_response(::warp::reply().into_response().into_body());
    mark.set(&mut response);
    response
}

/// The answer of a handler that the table did not choose.
fn misplaced() -> Response {
    let text = "cors: a path stands around the routes in `map`, where the table of policies does not see it; \
                use `Routes::under`\n";
    let mut response = text.into_response();
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
