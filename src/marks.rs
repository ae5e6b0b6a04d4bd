//! What our pieces tell each other in the extensions of a request and of its answer, and what is left to do when an
//! answer is there: what the adapters on `http` 1.x share.
//!
//! No other code can name these types, so no request can carry a forged one.

#[cfg(any(feature = "axum", feature = "tower"))]
use std::sync::atomic::{AtomicUsize, Ordering};

#[cfg(any(feature = "axum", feature = "tower"))]
use cors_core::http1::{Pending, Unheard};
use http::Response;
#[cfg(any(feature = "axum", feature = "tower"))]
use http::{Extensions, Request};

/// In a request: a piece further out sets the headers of this handler's policy.
#[cfg(any(feature = "axum", feature = "tower"))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Governed;

/// In a request: a piece further out wants to know whether an inner one has finished the answer.
#[cfg(any(feature = "axum", feature = "tower"))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarkWanted;

/// How many pieces of ours the program has made that requests pass through.
///
/// One alone has none inside. It need not say anything to it, which would cost two allocations with each request.
#[cfg(any(feature = "axum", feature = "tower"))]
static PIECES: AtomicUsize = AtomicUsize::new(0);

/// Called where a piece is made.
#[cfg(any(feature = "axum", feature = "tower"))]
pub(crate) fn count_piece() {
    PIECES.fetch_add(1, Ordering::Relaxed);
}

/// Called by a piece that leaves an answer as it is where an inner one has finished it.
#[cfg(any(feature = "axum", feature = "tower"))]
#[inline]
pub(crate) fn want<B>(request: &mut Request<B>) {
    // What is inside was made before the request came.
    if PIECES.load(Ordering::Relaxed) > 1 {
        request.extensions_mut().insert(MarkWanted);
    }
}

/// In an answer: it has the headers that it is to have; they are not to be touched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finished;

/// What is left to do when the inner answer is there.
#[cfg(any(feature = "axum", feature = "tower"))]
#[derive(Debug)]
pub(crate) enum Then {
    /// Nothing.
    Leave(Mark),
    /// Set these headers; `None` once that is done.
    Apply(Option<Pending>, Mark),
    /// Set these headers unless an inner piece has finished the answer, which then has told of the request, too.
    ApplyUnlessFinished(Option<Pending>, Mark, Option<Box<Unheard>>),
}

/// Whether an answer is to be marked as finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Finished,
    Nothing,
}

#[cfg(any(feature = "axum", feature = "tower"))]
impl Then {
    #[inline]
    pub(crate) fn finish<B>(&mut self, response: &mut Response<B>) {
        let (pending, mark) = match self {
            Self::Leave(mark) => (None, mark),
            Self::Apply(pending, mark) => (pending.take(), mark),
            Self::ApplyUnlessFinished(pending, mark, unheard) => {
                let unheard = unheard.take();
                if is_finished(response) {
                    if let Some(unheard) = unheard {
                        unheard.overrule();
                    }
                    return;
                }
                if let (Some(unheard), Some(pending)) = (unheard, &mut *pending) {
                    unheard.tell(pending);
                }
                (pending.take(), mark)
            }
        };
        if let Some(pending) = pending {
            pending.apply(response.headers_mut());
        }
        mark.set(response);
    }
}

impl Mark {
    /// Whether a piece further out wants to know that the answer to a request with these extensions is finished.
    #[cfg(any(feature = "axum", feature = "tower"))]
    #[inline]
    pub(crate) fn of(extensions: &Extensions) -> Self {
        match extensions.get::<MarkWanted>() {
            Some(MarkWanted) => Self::Finished,
            None => Self::Nothing,
        }
    }

    #[inline]
    pub(crate) fn set<B>(self, response: &mut Response<B>) {
        if self == Self::Finished {
            response.extensions_mut().insert(Finished);
        }
    }
}

/// Whether an inner piece has finished the answer.
#[inline]
pub(crate) fn is_finished<B>(response: &Response<B>) -> bool {
    response.extensions().get::<Finished>().is_some()
}
