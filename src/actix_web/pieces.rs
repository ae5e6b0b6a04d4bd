//! How many pieces of ours a thread has: one alone has nobody to talk to.

use std::cell::Cell;

thread_local! {
    // Services of actix-web stay on the thread that made them, and what is inside was made before a request comes.
    static PIECES: Cell<usize> = const { Cell::new(0) };
}

/// Called where a service is made.
pub(super) fn count() {
    PIECES.set(PIECES.get().saturating_add(1));
}

/// Whether the piece that asks is the only one on its thread.
pub(super) fn is_alone() -> bool {
    PIECES.get() <= 1
}
