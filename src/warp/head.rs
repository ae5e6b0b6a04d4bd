//! What a filter learns of a request, without copying its headers.
//!
//! warp's filters get a copy of the headers (`headers_cloned`: three allocations and more), or the first line of one
//! name, which does not show that there are two `Origin` lines. Only what [`warp::log::custom`] calls sees them where
//! they are. It is called when the filter inside is done and before its answer goes on, in one and the same poll, so
//! what it finds can be handed over on the thread.

use std::{cell::Cell, convert::Infallible, sync::Arc};

use ::warp::{Filter, path::Peek};
use cors_core::http1;
use http::StatusCode;

use super::{
    answering::Then,
    outside::{self, Said},
    table::{Choice, Table},
};
use crate::{marks::Mark, path::Step};

thread_local! {
    static FOUND: Cell<Option<(Option<Peek>, Said)>> = const { Cell::new(None) };
    static CHOICE: Cell<Option<(Choice, Mark)>> = const { Cell::new(None) };
    static THEN: Cell<Option<Then>> = const { Cell::new(None) };
    static STATUS: Cell<Option<StatusCode>> = const { Cell::new(None) };
}

/// What is to be done with a request, and whether a piece around warp's service wants its answer marked.
pub(super) fn choose(
    table: Arc<Table>,
) -> impl Filter<Extract = (Choice, Mark), Error = Infallible> + Clone + Send + Sync + 'static {
    let log = ::warp::log::custom(move |info| {
        let Some((path, said)) = FOUND.take() else { return };
        let path = text(path.as_ref());
        let mark = said.mark;
        let choice = said.choice(&table, info.method(), path);
        let choice = choice.unwrap_or_else(|| table.choose(info.method(), path, info.request_headers()));
        CHOICE.set(Some((choice, mark)));
    });
    rest()
        .and(outside::said())
        .map(|path, said| {
            FOUND.set(Some((path, said)));
            StatusCode::OK
        })
        .with(log)
        // Were it ever empty, nothing would be opened.
        .map(|_| CHOICE.take().unwrap_or_else(|| (Choice::of(Step::Answer(http1::nobody())), Mark::Nothing)))
        .untuple_one()
}

/// What no filter in front has taken of the path; [`text`] reads it.
///
/// A request may have no path at all (`CONNECT example.com:443`), and [`peek`](::warp::path::peek) then panics. To
/// `path!` it is the empty one, so it is here too.
pub(super) fn rest()
-> impl Filter<Extract = (Option<Peek>,), Error = Infallible> + Clone + Send + Sync + 'static {
    ::warp::path::end().map(|| None).or(::warp::path::peek().map(Some)).unify()
}

/// The path of [`rest`], without its leading slash.
pub(super) fn text(rest: Option<&Peek>) -> &str {
    rest.map_or("", Peek::as_str)
}

/// Keeps the status that warp would give to a rejection, for [`status`].
pub(super) fn note_status(info: &::warp::log::Info<'_>) {
    STATUS.set(Some(info.status()));
}

/// The status of the rejection that was raised just now.
pub(super) fn status() -> StatusCode {
    STATUS.take().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Keeps what becomes of the rejection that is raised next, for [`kept`].
pub(super) fn keep(then: Then) {
    THEN.set(Some(then));
}

/// What becomes of the rejection that was raised just now.
pub(super) fn kept() -> Option<Then> {
    THEN.take()
}
