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
    routes::Then,
    table::{Choice, Table},
};
use crate::path::Step;

thread_local! {
    static PATH: Cell<Option<Peek>> = const { Cell::new(None) };
    static CHOICE: Cell<Option<Choice>> = const { Cell::new(None) };
    static THEN: Cell<Option<Then>> = const { Cell::new(None) };
    static STATUS: Cell<Option<StatusCode>> = const { Cell::new(None) };
}

/// What is to be done with a request.
pub(super) fn choose(
    table: Arc<Table>,
) -> impl Filter<Extract = (Choice,), Error = Infallible> + Clone + Send + Sync + 'static {
    let log = ::warp::log::custom(move |info| {
        let path = PATH.take();
        let path = path.as_ref().map_or("", Peek::as_str);
        CHOICE.set(Some(table.choose(info.method(), path, info.request_headers())));
    });
    ::warp::path::peek()
        .map(|path| {
            PATH.set(Some(path));
            StatusCode::OK
        })
        .with(log)
        // Were it ever empty, nothing would be opened.
        .map(|_| CHOICE.take().unwrap_or_else(|| Choice { step: Step::Answer(http1::nobody()), entry: None }))
}

/// Keeps the status that warp would give to a rejection, for [`status`].
pub(super) fn note_status(info: &::warp::log::Info<'_>) {
    STATUS.set(Some(info.status()));
}

/// The status of the rejection that was raised just now.
pub(super) fn status() -> StatusCode {
    STATUS.take().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Keeps what becomes of the answer to a rejection, for [`kept`].
pub(super) fn keep(then: Then) {
    THEN.set(Some(then));
}

/// What becomes of the answer to the rejection that was raised just now.
pub(super) fn kept() -> Option<Then> {
    THEN.take()
}
