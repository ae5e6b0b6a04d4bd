//! What does a service hold? Asked without calling it.
//!
//! axum erases routes: of its `Route` only `call` and `clone` reach what is inside. A piece that stands in front of
//! authentication must not find out by a call, however it is marked: behind a layer every method of a path is a
//! service of its own, so the call would run whatever handler is there, also one that is not ours. A clone runs no
//! handler, and axum clones a route for each request anyway. So our endpoints answer by being cloned while the
//! question is open on this thread.
//!
//! What is hidden behind a handle that shares instead of cloning (an `Arc`, a channel) is not found, and then
//! treated as not ours.

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    sync::Arc,
};

use super::guard::HandlerGuard;
use crate::path::PathGuard;

thread_local! {
    static IS_OPEN: Cell<bool> = const { Cell::new(false) };
    static ANSWERS: RefCell<Vec<Duty>> = const { RefCell::new(Vec::new()) };
}

/// What one of our pieces does where it stands.
#[derive(Debug, Clone)]
pub(super) enum Duty {
    /// It is one handler with its policy, or with the statement that it has none.
    Handler(Arc<HandlerGuard>),
    /// It knows the policies of all methods of its path.
    Path(Arc<PathGuard>),
    /// It is the outermost piece of a whole router.
    Router,
}

/// Held by each of our pieces; tells its duty when it is cloned for a question.
#[derive(Debug)]
pub(super) struct Beacon(Duty);

impl Beacon {
    pub(super) const fn new(duty: Duty) -> Self {
        Self(duty)
    }

    pub(super) const fn duty(&self) -> &Duty {
        &self.0
    }
}

/// What a clone for a request shares, and a question reaches as if it were cloned.
///
/// axum clones a piece for each request, and with it all that it holds.
#[derive(Debug)]
pub(super) struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    pub(super) fn new(held: T) -> Self {
        Self(Arc::new(held))
    }
}

impl<T: Clone> Clone for Shared<T> {
    fn clone(&self) -> Self {
        if IS_OPEN.get() {
            drop(T::clone(&self.0));
        }
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl Clone for Beacon {
    // Not a part of the clone of each handler.
    #[inline(never)]
    fn clone(&self) -> Self {
        if IS_OPEN.get() && !self.0.is_left_to_an_outer_piece() {
            ANSWERS.with_borrow_mut(|answers| answers.push(self.0.clone()));
        }
        Self(self.0.clone())
    }
}

impl Duty {
    fn is_left_to_an_outer_piece(&self) -> bool {
        matches!(self, Self::Handler(guard) if guard.is_left_to_an_outer_piece())
    }
}

/// The pieces of ours in `service`.
pub(super) fn all<T: Clone>(service: &T) -> Vec<Duty> {
    struct Open;
    // Also when a foreign `Clone` panics.
    impl Drop for Open {
        fn drop(&mut self) {
            IS_OPEN.set(false);
        }
    }
    ANSWERS.with_borrow_mut(Vec::clear);
    IS_OPEN.set(true);
    let open = Open;
    drop(service.clone());
    drop(open);
    ANSWERS.take()
}

/// The one piece of ours that answers for `service`; `None` if there is none, or no single one.
pub(super) fn one<T: Clone>(service: &T) -> Option<Duty> {
    let mut found = Vec::new();
    for duty in all(service) {
        match duty {
            Duty::Router => return Some(Duty::Router),
            // An `OPTIONS` endpoint holds the handlers of its path, and a layered path its slots.
            Duty::Path(path) => {
                found.retain(|other| matches!(other, Duty::Path(other) if !Arc::ptr_eq(other, &path)));
                found.push(Duty::Path(path));
            }
            Duty::Handler(handler) => {
                let is_known = found.iter().any(|other| match other {
                    Duty::Handler(other) => Arc::ptr_eq(other, &handler),
                    Duty::Path(_) | Duty::Router => true,
                });
                if !is_known {
                    found.push(Duty::Handler(handler));
                }
            }
        }
    }
    match (found.pop(), found.is_empty()) {
        (duty, true) => duty,
        _ => None,
    }
}
