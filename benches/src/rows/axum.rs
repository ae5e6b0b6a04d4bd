//! axum: the router and the single route, beside tower-http's layer, which is what axum's own documents use.

use axum::{
    Router,
    body::Body,
    routing::{MethodFilter, MethodRouter},
};
use cors::axum::{CorsRoute, on, with_policy};
use http::{HeaderName, HeaderValue, Method, header::CONTENT_TYPE};

use super::{Group, Peer, Row, Runner, Stated, group, methods, tower};
use crate::cases::Case;

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let peer = tower::peer_layer(case).map(|layer| Peer {
        name: "axum, tower-http",
        allows: case.allows(),
        runner: service(case, bare(case).layer(layer)),
    });
    let router = cors::axum::Router::new().route("/orders", route(handlers)).finish();
    let per_route = Router::new().route("/orders", route(handlers).cors());
    let ours = vec![
        ("cors::axum router", service(case, router)),
        ("cors::axum per route", service(case, per_route)),
    ];
    group(Group::Axum, case, ("bare axum", service(case, bare(case))), ours, peer)
}

async fn handler() -> ([(HeaderName, HeaderValue); 1], ()) {
    ([(CONTENT_TYPE, HeaderValue::from_static("text/plain"))], ())
}

fn bare(case: &Case) -> Router {
    let route =
        methods(case).iter().fold(MethodRouter::new(), |route, method| route.on(filter(method), handler));
    Router::new().route("/orders", route)
}

fn route(handlers: &[Stated]) -> CorsRoute {
    let (first, others) = handlers.split_first().expect("a handler");
    let route = on(filter(first.method), with_policy(first.policy.clone(), handler));
    others.iter().fold(route, |route, Stated { method, policy }| {
        route.on(filter(method), with_policy(policy.clone(), handler))
    })
}

fn filter(method: &str) -> MethodFilter {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    MethodFilter::try_from(method).expect("a usual method")
}

fn service(case: &Case, router: Router) -> Box<dyn Runner> {
    // As `axum::serve` does it for a connection: layers are put around handlers then, and not for each request.
    tower::with_body(case, router.with_state(()), Body::empty)
}
