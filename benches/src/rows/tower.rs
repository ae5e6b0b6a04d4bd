//! Tower services of `http` types: the layer, beside the same code by hand and tower-http's.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    time::Duration,
};

use cors::tower::{CorsLayer, Table};
use http::{HeaderName, HeaderValue, Method, Request, Response};
use tower::{Layer, Service, service_fn};
use tower_http::cors::{AllowOrigin, CorsLayer as TowerHttpCors};

use super::{Answer, Group, Role, Row, Runner, Stated, ends, ends_with, once, row};
use crate::{
    by_hand::{self, Around, ByHand, Guard, Layered, Takes},
    cases::{Allows, Case, HEADERS, METHODS, Origins, Served},
};

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let group = Group::Tower;
    let hand = |guard| by_hand::policy(case, Hand { case: *case, guard });
    let ours = ours(case, handlers).layer(service_fn(bare));
    let mut rows = vec![
        row("bare service", group, Role::Bare, Allows::Nobody, service(case, service_fn(bare))),
        row("layer by hand, shortest", group, Role::Shortest, case.allows(), hand(Guard::None)),
        row("layer by hand", group, Role::ByHand, case.allows(), hand(Guard::Same)),
        row("cors::tower layer", group, Role::Ours, case.allows(), service(case, ours)),
    ];
    rows.extend(peer_layer(case).map(|layer| {
        let runner = service(case, layer.layer(service_fn(bare)));
        row("tower-http CorsLayer", group, Role::Peer, case.allows(), runner)
    }));
    rows
}

struct Hand {
    case: Case,
    guard: Guard,
}

impl Takes for Hand {
    const AROUND: Around = Around::Service;
    type Made = Box<dyn Runner>;

    fn take<P: ByHand + 'static>(self, policy: P) -> Self::Made {
        service(&self.case, Layered::new(service_fn(bare), policy, self.guard))
    }
}

fn ours(case: &Case, handlers: &[Stated]) -> CorsLayer {
    if let (Served::Four, [shared, ..]) = (case.served, handlers) {
        return CorsLayer::with_policy(shared.policy.clone());
    }
    let table = handlers.iter().fold(Table::new(), |table, Stated { method, policy }| {
        table.with_policy(method, "/orders", policy.clone())
    });
    CorsLayer::table(&table).expect("a valid table")
}

/// tower-http's layer, which has one policy for all methods.
pub(super) fn peer_layer(case: &Case) -> Option<TowerHttpCors> {
    if case.served == Served::Seven {
        return None;
    }
    let layer = TowerHttpCors::new()
        .allow_methods(METHODS.map(|method| Method::from_bytes(method.as_bytes()).expect("a method")))
        .allow_headers(HEADERS.map(HeaderName::from_static))
        .max_age(Duration::from_mins(10));
    let value = |entry: &String| HeaderValue::from_str(entry).expect("an origin");
    Some(match case.origins {
        Origins::Any => layer.allow_origin(tower_http::cors::Any),
        Origins::Exact(_) => layer
            .allow_origin(AllowOrigin::list(case.origins.entries().iter().map(value)))
            .allow_credentials(true),
        Origins::Patterns(_) => {
            let ends = ends(case.origins);
            let allows = move |origin: &HeaderValue, _: &_| {
                origin.to_str().is_ok_and(|origin| ends_with(origin, &ends))
            };
            layer.allow_origin(AllowOrigin::predicate(allows)).allow_credentials(true)
        }
    })
}

fn bare(request: Request<()>) -> Ready<Result<Response<()>, Infallible>> {
    ready(Ok(by_hand::bare(request)))
}

/// A tower service.
struct Called<S, B> {
    case: Case,
    service: S,
    body: fn() -> B,
    ready: Vec<Request<B>>,
}

fn service<S, R>(case: &Case, service: S) -> Box<dyn Runner>
where
    S: Service<Request<()>, Response = Response<R>, Error = Infallible> + 'static,
    R: 'static,
{
    with_body(case, service, || ())
}

/// A service whose requests have bodies.
pub(super) fn with_body<S, B, R>(case: &Case, service: S, body: fn() -> B) -> Box<dyn Runner>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + 'static,
    B: 'static,
    R: 'static,
{
    Box::new(Called { case: *case, service, body, ready: Vec::new() })
}

impl<S, B, R> Runner for Called<S, B>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible>,
{
    fn prepare(&mut self, count: usize) {
        let (request, body) = (self.case.request(), self.body);
        self.ready = (0..count).map(|_| request.clone().map(|()| body())).collect();
    }

    fn run(&mut self) {
        for request in self.ready.drain(..) {
            let _ = std::hint::black_box(once(self.service.call(request)));
        }
    }

    fn answer(&mut self) -> Answer {
        let body = self.body;
        let response = match once(self.service.call(self.case.request().map(|()| body()))) {
            Ok(response) => response,
            Err(never) => match never {},
        };
        Answer { status: response.status().as_u16(), headers: response.headers().clone() }
    }
}
