//! Functions of `http` types: the core without an adapter, beside code by hand.

use cors_core::{
    MethodPolicies, RequestKind,
    http1::{self, Outcome, Prepared, Seen},
    method_policies::Selected,
};
use http::{Request, Response};

use super::{Answer, Group, Role, Row, Runner, Stated, row};
use crate::{
    by_hand::{self, Around, ByHand, Guard, Takes},
    cases::{Allows, Case, Served},
};

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let group = Group::Http;
    vec![
        row("bare", group, Role::Bare, Allows::Nobody, function(case, by_hand::bare)),
        row("by hand, shortest", group, Role::Shortest, case.allows(), hand(case, Guard::None)),
        row("by hand", group, Role::ByHand, case.allows(), hand(case, Guard::Same)),
        row("cors, core alone", group, Role::Ours, case.allows(), core(case, handlers)),
    ]
}

fn hand(case: &Case, guard: Guard) -> Box<dyn Runner> {
    by_hand::policy(case, Hand { case: *case, guard })
}

struct Hand {
    case: Case,
    guard: Guard,
}

impl Takes for Hand {
    const AROUND: Around = Around::Path;
    type Made = Box<dyn Runner>;

    fn take<P: ByHand + 'static>(self, policy: P) -> Self::Made {
        // The choice is made here, so that each function has its own code only.
        match self.guard {
            Guard::None => function(&self.case, move |request| by_hand::run(&policy, Guard::None, request)),
            Guard::Same => function(&self.case, move |request| by_hand::run(&policy, Guard::Same, request)),
        }
    }
}

fn core(case: &Case, handlers: &[Stated]) -> Box<dyn Runner> {
    match (case.served, handlers) {
        (Served::Four, [shared, ..]) => {
            let prepared = Prepared::layer(shared.policy.clone());
            function(case, move |request| match prepared.decide(request.method(), request.headers()) {
                Outcome::Answer(head) => head.into_response(()),
                outcome => finished(outcome, request),
            })
        }
        _ => function(case, seven(handlers)),
    }
}

/// What is not answered before the handler. Only this takes the request away: to move it costs as much as a decision, and
/// the code by hand does not.
fn finished(outcome: Outcome, request: Request<()>) -> Response<()> {
    match outcome {
        Outcome::Run(pending) => {
            let mut response = by_hand::bare(request);
            pending.apply(response.headers_mut());
            response
        }
        _ => Response::new(()),
    }
}

/// A policy for each method, as adapters choose between them.
fn seven(handlers: &[Stated]) -> impl FnMut(Request<()>) -> Response<()> + use<> {
    let mut policies = MethodPolicies::new();
    for Stated { method, policy } in handlers {
        policies.add(method, Some(policy.clone()), None);
    }
    let dispatch = policies.finish(None, Prepared::new);
    move |request| {
        let seen = Seen::new(request.method(), request.headers());
        let view = seen.view();
        let is_preflight = view.kind() == RequestKind::Preflight;
        let wanted = view.requested_method().filter(|_| is_preflight);
        let wanted = wanted.unwrap_or(request.method().as_str().as_bytes());
        match dispatch.select(wanted) {
            Selected::Policy(prepared) => match prepared.decide_seen(&seen) {
                Outcome::Answer(head) => head.into_response(()),
                outcome => finished(outcome, request),
            },
            _ => http1::nobody().into_response(()),
        }
    }
}

/// A function of `http` types.
struct Function<F> {
    case: Case,
    answers: F,
    ready: Vec<Request<()>>,
}

fn function<F: FnMut(Request<()>) -> Response<()> + 'static>(case: &Case, function: F) -> Box<dyn Runner> {
    Box::new(Function { case: *case, answers: function, ready: Vec::new() })
}

impl<F: FnMut(Request<()>) -> Response<()>> Runner for Function<F> {
    fn prepare(&mut self, count: usize) {
        let request = self.case.request();
        self.ready = (0..count).map(|_| request.clone()).collect();
    }

    fn run(&mut self) {
        for request in self.ready.drain(..) {
            std::hint::black_box((self.answers)(request));
        }
    }

    fn answer(&mut self) -> Answer {
        let response = (self.answers)(self.case.request());
        Answer { status: response.status().as_u16(), headers: response.headers().clone() }
    }
}
