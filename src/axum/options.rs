//! The `OPTIONS` endpoint of a path in the per-route form.

use std::sync::Arc;

use ::axum::{extract::Request, handler::Handler, routing::MethodRouter};

use super::{
    ask::{Beacon, Duty, Shared},
    future::Answering,
    guard::is_governed,
};
use crate::{
    marks::{Mark, Then},
    path::{PathGuard, Step, is_preflight},
};

/// Answers preflights; everything else is left to what the user has for `OPTIONS`, be it axum's 405 with `Allow`.
#[derive(Debug)]
pub(super) struct OptionsEndpoint<S>(Shared<Parts<S>>);

#[derive(Debug)]
struct Parts<S> {
    beacon: Beacon,
    rest: MethodRouter<S>,
}

impl<S> OptionsEndpoint<S> {
    pub(super) fn new(path: Arc<PathGuard>, rest: MethodRouter<S>) -> Self {
        Self(Shared::new(Parts { beacon: Beacon::new(Duty::Path(path)), rest }))
    }
}

impl<S> Clone for OptionsEndpoint<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S> Clone for Parts<S> {
    fn clone(&self) -> Self {
        Self { beacon: self.beacon.clone(), rest: self.rest.clone() }
    }
}

/// Stands for the arguments of the endpoint.
#[derive(Debug)]
pub(super) enum OptionsArguments {}

#[diagnostic::do_not_recommend]
impl<S> Handler<OptionsArguments, S> for OptionsEndpoint<S>
where
    S: Clone + Send + Sync + 'static,
{
    type Future = Answering<<MethodRouter<S> as Handler<(), S>>::Future>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let Self(parts) = self;
        let step = match parts.beacon.duty() {
            // Whatever else it is, a handler of the user's for `OPTIONS` decides on it by its own policy, and tells.
            Duty::Path(path)
                if !is_governed(&request) && is_preflight(request.method(), request.headers()) =>
            {
                path.step(request.method(), request.headers())
            }
            _ => Step::Nobody,
        };
        let mark = Mark::of(request.extensions());
        if let Step::Answer(head) = step {
            return Answering::answer(head, mark);
        }
        Answering::run(Handler::<(), S>::call(parts.rest.clone(), request, state), Then::Leave(Mark::Nothing))
    }
}
