//! salvo, beside its own middleware.

use cors::salvo::with_policy;
use http::{HeaderName, HeaderValue, Method, header::CONTENT_TYPE, uri::Scheme};
use salvo::{
    Request, Response, Router, Service,
    conn::{ConnCtrl, SocketAddr},
    cors::{AllowOrigin, Cors},
    handler,
    http::ReqBody,
};

use super::{Answer, Group, Peer, Row, Runner, Stated, ends, ends_with, group, methods, once};
use crate::cases::{Case, HEADERS, METHODS, Origins, Served};

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let peer = peer(case).map(|cors| Peer {
        name: "salvo Cors",
        allows: case.allows(),
        runner: service(case, &Service::new(bare(case)).hoop(cors.into_handler())),
    });
    let ours = vec![("cors::salvo", service(case, &ours(handlers)))];
    group(Group::Salvo, case, ("bare salvo", service(case, &Service::new(bare(case)))), ours, peer)
}

#[handler]
async fn orders(response: &mut Response) {
    response.status_code(http::StatusCode::OK);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
}

fn bare(case: &Case) -> Router {
    methods(case).iter().fold(Router::with_path("orders"), |router, &method| match method {
        "GET" => router.get(orders),
        "HEAD" => router.head(orders),
        "OPTIONS" => router.options(orders),
        "POST" => router.post(orders),
        "PUT" => router.put(orders),
        "PATCH" => router.patch(orders),
        "DELETE" => router.delete(orders),
        _ => unreachable!("salvo has a function for each of the others"),
    })
}

fn ours(handlers: &[Stated]) -> Service {
    let router = cors::salvo::Router::with_path("orders");
    let add = |router: cors::salvo::Router, Stated { method, policy }: &Stated| {
        router.on(known(method), with_policy(policy.clone(), orders))
    };
    handlers.iter().fold(router, add).finish()
}

/// salvo's middleware, which has one policy for all methods.
fn peer(case: &Case) -> Option<Cors> {
    if case.served == Served::Seven {
        return None;
    }
    let cors = Cors::new()
        .allow_methods(METHODS.map(known).to_vec())
        .allow_headers(HEADERS.map(HeaderName::from_static).to_vec())
        .max_age(600)
        .allow_credentials(case.origins != Origins::Any);
    Some(match case.origins {
        Origins::Any => cors.allow_origin(salvo::cors::Any),
        Origins::Exact(_) => {
            let value = |entry: &String| HeaderValue::from_str(entry).expect("an origin");
            cors.allow_origin(AllowOrigin::list(case.origins.entries().iter().map(value)))
        }
        Origins::Patterns(_) => {
            let ends = ends(case.origins);
            // It has no predicate that only judges: this one returns what is to be sent.
            cors.allow_origin(AllowOrigin::dynamic(move |origin, _, _| {
                origin.filter(|origin| origin.to_str().is_ok_and(|origin| ends_with(origin, &ends))).cloned()
            }))
        }
    })
}

fn known(method: &str) -> Method {
    Method::from_bytes(method.as_bytes()).expect("a method")
}

/// A service, asked as salvo's server asks it for a connection.
struct Called<H> {
    case: Case,
    handler: H,
    ready: Vec<Request>,
}

fn service(case: &Case, service: &Service) -> Box<dyn Runner> {
    let nowhere = || SocketAddr::Unknown;
    let handler = service.hyper_handler(nowhere(), nowhere(), Scheme::HTTP, None, ConnCtrl::new(), None);
    // Its futures borrow it, as far as their type says.
    let handler: &'static _ = Box::leak(Box::new(handler));
    Box::new(Called { case: *case, handler: move |request| handler.handle(request), ready: Vec::new() })
}

fn request(request: http::Request<()>) -> Request {
    Request::from_hyper(request.map(|()| ReqBody::None), Scheme::HTTP)
}

impl<H, F> Runner for Called<H>
where
    H: Fn(Request) -> F,
    F: Future<Output = Response>,
{
    fn prepare(&mut self, count: usize) {
        let case = self.case.request();
        self.ready = (0..count).map(|_| request(case.clone())).collect();
    }

    fn run(&mut self) {
        for request in self.ready.drain(..) {
            std::hint::black_box(once((self.handler)(request)));
        }
    }

    fn answer(&mut self) -> Answer {
        let response = once((self.handler)(request(self.case.request())));
        let status = response.status_code.map_or(0, |status| status.as_u16());
        Answer { status, headers: response.headers().clone() }
    }
}
