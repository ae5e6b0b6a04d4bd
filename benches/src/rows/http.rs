//! Functions of `http` types: the core without an adapter, beside code by hand.

use cors_core::{
    MethodPolicies, RequestKind, RequestView,
    http1::{self, Outcome, Prepared},
    method_policies::Selected,
};
use http::{Method, Request, Response};

use super::{Answer, Group, Role, Row, Runner, Stated, row};
use crate::{
    by_hand,
    cases::{Allows, Case, Served},
};

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let group = Group::Http;
    vec![
        row("bare", group, Role::Bare, Allows::Nobody, function(case, by_hand::bare)),
        row("by hand", group, Role::ByHand, case.allows(), function(case, by_hand::service(case))),
        row("cors, core alone", group, Role::Ours, case.allows(), core(case, handlers)),
    ]
}

fn core(case: &Case, handlers: &[Stated]) -> Box<dyn Runner> {
    match (case.served, handlers) {
        (Served::Four, [shared, ..]) => {
            let prepared = Prepared::layer(shared.policy.clone());
            function(case, move |request| decided(&prepared, request))
        }
        _ => function(case, seven(handlers)),
    }
}

fn decided(prepared: &Prepared, request: Request<()>) -> Response<()> {
    match prepared.decide(request.method(), request.headers()) {
        Outcome::Answer(head) => head.into_response(()),
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
        let view = RequestView::new(request.method().as_str(), request.headers());
        let wanted = if request.method() == Method::OPTIONS && view.kind() == RequestKind::Preflight {
            view.requested_method().unwrap_or_default()
        } else {
            request.method().as_str().as_bytes()
        };
        match dispatch.select(wanted) {
            Selected::Policy(prepared) => decided(prepared, request),
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
