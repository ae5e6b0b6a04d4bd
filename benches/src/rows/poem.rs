//! poem, beside its own middleware.

use cors::{
    HandlerInfo, PolicyRef,
    poem::{CorsHandler, CorsRoute},
};
use http::{HeaderValue, Method};
use poem::{
    Endpoint, EndpointExt, Request, Response, Route, RouteMethod, endpoint::BoxEndpoint, handler,
    middleware::Cors,
};

use super::{Answer, Group, Peer, Row, Runner, Stated, group, methods, once};
use crate::cases::{Allows, Case, HEADERS, METHODS, Origins, Served};

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let peer = peer(case).map(|cors| Peer {
        name: "poem Cors",
        // It refuses with 403 where a list does not hold the method. A preflight may ask for unlisted headers as long as
        // it asks for a listed one as well. Any origin is named instead of `*`.
        allows: match case.allows() {
            Allows::Anybody => Allows::Page,
            _ if case.is_refused_by_methods() => Allows::Nobody,
            allows => allows,
        },
        runner: service(case, bare(case).with(cors)),
    });
    let ours = vec![("cors::poem", service(case, ours(handlers)))];
    group(Group::Poem, case, ("bare poem", service(case, bare(case))), ours, peer)
}

#[handler]
fn orders() -> Response {
    Response::builder().content_type("text/plain").finish()
}

fn bare(case: &Case) -> Route {
    let route =
        methods(case).iter().fold(RouteMethod::new(), |route, method| route.method(known(method), orders));
    Route::new().at("/orders", route)
}

/// What `#[cors(..)]` makes of the handler, with a policy of run time. `with_policy` is for endpoints, in which others
/// with policies of their own may stand, so that it marks the request for them.
struct Annotated(PolicyRef);

impl CorsHandler for Annotated {
    fn policy(&self) -> Option<PolicyRef> {
        Some(self.0.clone())
    }

    fn info(&self) -> Option<HandlerInfo> {
        None
    }

    fn into_boxed(self) -> BoxEndpoint<'static> {
        orders.map_to_response().boxed()
    }

    fn is_function(&self) -> bool {
        true
    }
}

fn ours(handlers: &[Stated]) -> impl Endpoint + use<> {
    let (of_get, others) = handlers.split_first().expect("a handler");
    let route = cors::poem::get(Annotated(of_get.policy.clone()));
    let route = others.iter().fold(route, |route: CorsRoute, Stated { method, policy }| {
        route.method(known(method), Annotated(policy.clone()))
    });
    cors::poem::Route::new().at("/orders", route).finish()
}

/// poem's middleware, which has one policy for all methods.
fn peer(case: &Case) -> Option<Cors> {
    if case.served == Served::Seven {
        return None;
    }
    let cors = Cors::new()
        .allow_methods(METHODS.map(known))
        .allow_headers(HEADERS)
        .max_age(600)
        .allow_credentials(case.origins != Origins::Any);
    Some(match case.origins {
        Origins::Any => cors,
        Origins::Exact(_) => {
            let value = |entry: String| HeaderValue::from_str(&entry).expect("an origin");
            cors.allow_origins(case.origins.entries().into_iter().map(value))
        }
        Origins::Patterns(_) => case.origins.entries().iter().fold(cors, Cors::allow_origin_regex),
    })
}

fn known(method: &str) -> Method {
    Method::from_bytes(method.as_bytes()).expect("a method")
}

/// An endpoint, asked as poem's server asks it.
struct Called<E> {
    case: Case,
    endpoint: E,
    ready: Vec<Request>,
}

fn service<E: Endpoint + 'static>(case: &Case, endpoint: E) -> Box<dyn Runner> {
    Box::new(Called { case: *case, endpoint, ready: Vec::new() })
}

fn request(request: &http::Request<()>) -> Request {
    let mut made = Request::builder().method(request.method().clone()).uri(request.uri().clone()).finish();
    *made.headers_mut() = request.headers().clone();
    made
}

impl<E: Endpoint> Runner for Called<E> {
    fn prepare(&mut self, count: usize) {
        let case = self.case.request();
        self.ready = (0..count).map(|_| request(&case)).collect();
    }

    fn run(&mut self) {
        for request in self.ready.drain(..) {
            std::hint::black_box(once(self.endpoint.get_response(request)));
        }
    }

    fn answer(&mut self) -> Answer {
        let response = once(self.endpoint.get_response(request(&self.case.request())));
        Answer { status: response.status().as_u16(), headers: response.headers().clone() }
    }
}
