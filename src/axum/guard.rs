//! A handler with its policy around it: the per-route form.

use std::{
    marker::PhantomData,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use ::axum::{extract::Request, handler::Handler};
use cors_core::{
    HandlerInfo, PolicyRef,
    endpoint::Endpoint,
    http1::{Head, Prepared},
};

use super::{
    ask::{Beacon, Duty},
    future::Answering,
    handler::CorsHandler,
};
use crate::{
    marks::{self, Governed, Mark, Then},
    path::{self, Step},
};

/// The policy of one handler, and whether somebody else sees to it.
#[derive(Debug)]
pub(super) struct HandlerGuard {
    /// `None` for a handler without a policy.
    prepared: Option<Prepared>,
    is_left_to_an_outer_piece: AtomicBool,
}

/// A handler of ours as axum takes it.
#[derive(Debug)]
pub(super) struct Guarded<H, T> {
    handler: H,
    beacon: Beacon,
    arguments: PhantomData<fn() -> T>,
}

impl HandlerGuard {
    /// `method` is empty for a handler of any method.
    pub(super) fn new(policy: Option<PolicyRef>, info: Option<HandlerInfo>) -> Self {
        marks::count_piece();
        // The methods matter for preflights only, which the path answers.
        let prepared = policy.map(|policy| Prepared::new(Endpoint::any_method(policy, info)));
        Self { prepared, is_left_to_an_outer_piece: AtomicBool::new(false) }
    }

    /// Called when a path or a router that sees to the headers takes the handler in.
    pub(super) fn leave_to_an_outer_piece(&self) {
        self.is_left_to_an_outer_piece.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_left_to_an_outer_piece(&self) -> bool {
        self.is_left_to_an_outer_piece.load(Ordering::Relaxed)
    }

    pub(super) fn step(&self, request: &Request) -> Step {
        self.prepared
            .as_ref()
            .map_or(Step::Without, |prepared| path::step(prepared, request.method(), request.headers()))
    }
}

impl<H, T> Guarded<H, T> {
    pub(super) const fn new(handler: H, guard: Arc<HandlerGuard>) -> Self {
        Self { handler, beacon: Beacon::new(Duty::Handler(guard)), arguments: PhantomData }
    }
}

impl<H: Clone, T> Clone for Guarded<H, T> {
    fn clone(&self) -> Self {
        Self { handler: self.handler.clone(), beacon: self.beacon.clone(), arguments: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<H, T, S> Handler<T, S> for Guarded<H, T>
where
    H: CorsHandler<T, S>,
    T: 'static,
    S: 'static,
{
    type Future = Answering<H::Future>;

    fn call(self, request: Request, state: S) -> Self::Future {
        match begin(self.beacon, &request) {
            Start::Run(then) => Answering::run(self.handler.call(request, state), then),
            Start::Answer(head, mark) => Answering::answer(head, mark),
        }
    }
}

/// What a handler's piece does with a request.
enum Start {
    /// It runs the handler, and then this is left to do.
    Run(Then),
    /// This is the answer.
    Answer(Head, Mark),
}

// Not a part of `call`, which is compiled anew for each handler.
#[expect(clippy::needless_pass_by_value, reason = "dropped here, not in each `call`")]
#[inline(never)]
fn begin(beacon: Beacon, request: &Request) -> Start {
    let step = match beacon.duty() {
        Duty::Handler(guard) if !guard.is_left_to_an_outer_piece() && !is_governed(request) => {
            guard.step(request)
        }
        _ => Step::Nobody,
    };
    let mark = Mark::of(request.extensions());
    match step {
        Step::Answer(head) => Start::Answer(head, mark),
        Step::Run(pending) => Start::Run(Then::Apply(Some(pending), mark)),
        Step::Without => Start::Run(Then::Leave(mark)),
        Step::Nobody => Start::Run(Then::Leave(Mark::Nothing)),
    }
}

/// Whether a piece further out sets the headers of this request's answer.
pub(super) fn is_governed(request: &Request) -> bool {
    request.extensions().get::<Governed>().is_some()
}
