//! What a filter learns of a request, without copying its headers.
//!
//! warp's filters get a copy of the headers (`headers_cloned`: three allocations and more), or the first line of one
//! name, which does not show that there are two `Origin` lines. Only what [`warp::log::custom`] calls sees them where
//! they are. It is called when the filter inside is done and before its answer goes on, in one and the same poll, so
//! what it finds can be handed over on the thread.

use std::{cell::Cell, convert::Infallible, future::ready, sync::Arc};

use ::warp::{Filter, Rejection, path::Peek, reject::not_found};
use cors_core::http1;
use http::{Method, StatusCode};

use super::{
    answering::{Begun, Kept},
    outside::{self, Said, SaidFilter},
    table::{Choice, EntryId, Table},
};
use crate::{marks::Mark, path::Step};

thread_local! {
    static FOUND: Cell<Option<(Option<Peek>, Said)>> = const { Cell::new(None) };
    static CHOICE: Cell<Option<(Choice, Mark)>> = const { Cell::new(None) };
    static REJECTED: Cell<Option<Rejection>> = const { Cell::new(None) };
    static PATH: Cell<Option<Peek>> = const { Cell::new(None) };
    static ASKED: Cell<Option<(Option<EntryId>, Mark)>> = const { Cell::new(None) };
    static KEPT: Cell<Option<Kept>> = const { Cell::new(None) };
    static STATUS: Cell<Option<StatusCode>> = const { Cell::new(None) };
}

/// Lets a request to the routes that the table may be asked about behind them, by [`ask`].
pub(super) fn wait(
    table: Arc<Table>,
) -> impl Filter<Extract = (Begun,), Error = Rejection> + Clone + Send + Sync + 'static {
    ::warp::method().and(outside::mark()).and_then(move |method: Method, mark| {
        ready(if table.waits(&method) { Ok(Begun::Waits(mark)) } else { Err(not_found()) })
    })
}

/// What is to be done with a request, and whether a piece around warp's service wants its answer marked.
pub(super) fn choose(
    table: Arc<Table>,
    said: impl SaidFilter,
) -> impl Filter<Extract = ((Choice, Mark),), Error = Infallible> + Clone + Send + Sync + 'static {
    let log = ::warp::log::custom(move |info| {
        let Some((path, said)) = FOUND.take() else { return };
        let path = text(path.as_ref());
        let mark = said.mark;
        let choice = said.choice(&table, info.method(), path);
        let choice = choice.unwrap_or_else(|| table.choose(info.method(), path, info.request_headers()));
        CHOICE.set(Some((choice, mark)));
    });
    rest()
        .and(said)
        .map(|path, said| {
            FOUND.set(Some((path, said)));
            StatusCode::OK
        })
        .with(log)
        // Were it ever empty, nothing would be opened.
        .map(|_| CHOICE.take().unwrap_or_else(|| (Choice::of(Step::Answer(http1::nobody())), Mark::Nothing)))
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

/// Keeps the path of a request that no route takes, for [`look`].
pub(super) fn keep_path(path: Option<Peek>) {
    PATH.set(path);
}

/// Has [`look`] ask the table about the request that was answered or rejected just now, by this route.
pub(super) fn ask(entry: Option<EntryId>, mark: Mark) {
    ASKED.set(Some((entry, mark)));
}

/// Keeps the status that warp would give to a rejection, for [`status`]; and if [`ask`] was called, what becomes of the
/// answer, for [`kept`].
pub(super) fn look(table: &Table, info: &::warp::log::Info<'_>) {
    STATUS.set(Some(info.status()));
    if let Some((entry, mark)) = ASKED.take() {
        let (method, headers) = (info.method(), info.request_headers());
        let step = match entry {
            Some(entry) => table.step(entry, method, headers),
            None => table.choose(method, text(PATH.take().as_ref()), headers).step,
        };
        keep(Kept::new(step, mark));
    }
}

/// The status of the rejection that was raised just now.
pub(super) fn status() -> StatusCode {
    STATUS.take().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Keeps a rejection that is not to go to the next route, for [`rejected`].
pub(super) fn reject(rejection: Rejection) {
    REJECTED.set(Some(rejection));
}

/// The rejection that was kept just now.
pub(super) fn rejected() -> Option<Rejection> {
    REJECTED.take()
}

/// Keeps what becomes of the answer or the rejection that comes next, for [`kept`].
pub(super) fn keep(kept: Kept) {
    KEPT.set(Some(kept));
}

/// What becomes of the answer or the rejection that came just now.
pub(super) fn kept() -> Option<Kept> {
    KEPT.take()
}
