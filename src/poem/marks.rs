//! What our pieces tell each other in the data of a request and of its answer.
//!
//! No other code can name these types, so no request can carry a forged one.

use std::sync::Arc;

use ::poem::http::Method;

use crate::path::PathGuard;

/// In a request: a piece further out has decided on it.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// For this path and by this method; it sets the headers.
    Path(Arc<PathGuard>, Method),
    /// As if nothing here had a policy. An answer that is finished all the same is to be marked.
    Application,
}

/// In an answer: it has the headers that it is to have; they are not to be touched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finished;

impl Asked {
    /// Whether the piece further out sees to what `path` has to say of a request with this method.
    ///
    /// Middleware between the two may have changed both.
    pub(super) fn governs(&self, path: &Arc<PathGuard>, method: &Method) -> bool {
        match self {
            Self::Path(governed, by) => Arc::ptr_eq(governed, path) && by == method,
            Self::Application => false,
        }
    }
}
