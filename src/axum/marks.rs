//! What our pieces tell each other in the extensions of a request and of its answer.
//!
//! No other code can name these types, so no request can carry a forged one.

/// In a request: a piece further out sets the headers of this handler's policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Governed;

/// In a request: a piece further out wants to know whether an inner one has finished the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkWanted;

/// In an answer: it has the headers that it is to have; they are not to be touched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finished;
