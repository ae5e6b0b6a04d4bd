//! What our pieces tell each other in the data of a request and of its answer.
//!
//! No other code can name these types, so no request can carry a forged one.

use std::sync::Arc;

use crate::path::PathGuard;

/// In a request: a piece further out has decided on it.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// For this path, whose headers it sets.
    Path(Arc<PathGuard>),
    /// As if nothing here had a policy. An answer that is finished all the same is to be marked.
    Application,
}

/// In an answer: it has the headers that it is to have; they are not to be touched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finished;

impl Asked {
    /// Whether the piece further out sees to what `path` has to say.
    pub(super) fn governs(&self, path: &Arc<PathGuard>) -> bool {
        match self {
            Self::Path(governed) => Arc::ptr_eq(governed, path),
            Self::Application => false,
        }
    }
}
