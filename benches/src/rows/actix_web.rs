//! actix-web, beside actix-cors.

use actix_web::{
    App, HttpResponse, Resource,
    body::MessageBody,
    dev::{HttpServiceFactory, Service, ServiceResponse},
    http::Method,
    test::{TestRequest, init_service},
    web,
};
use cors::actix_web::with_policy;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Answer, Group, Peer, Row, Runner, Stated, ends, ends_with, group, methods, once};
use crate::cases::{Case, HEADERS, METHODS, Origins, Served};

pub(super) async fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let peer = match peer(case) {
        Some(cors) => Some(Peer {
            name: "actix-cors",
            // It answers 400 without a header where all others send their lists and leave it to the browser.
            allows: case.allows_unless_listed(),
            runner: service(case, bare(case).wrap(cors)).await,
        }),
        None => None,
    };
    let bare = ("bare actix-web", service(case, bare(case)).await);
    let ours = vec![("cors::actix_web", service(case, ours(handlers)).await)];
    group(Group::Actix, case, bare, ours, peer)
}

async fn handler() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").finish()
}

fn bare(case: &Case) -> Resource {
    methods(case).iter().fold(web::resource("/orders"), |resource, method| {
        resource.route(web::method(known(method)).to(handler))
    })
}

fn ours(handlers: &[Stated]) -> Resource {
    handlers.iter().fold(web::resource("/orders"), |resource, Stated { method, policy }| {
        let stated = with_policy(policy.clone(), handler);
        resource.route(cors::actix_web::web::method(known(method)).to(stated))
    })
}

/// actix-cors, which has one policy for all methods.
fn peer(case: &Case) -> Option<actix_cors::Cors> {
    if case.served == Served::Seven {
        return None;
    }
    let cors = actix_cors::Cors::default().allowed_methods(METHODS).allowed_headers(HEADERS).max_age(600);
    let cors = match case.origins {
        Origins::Any => cors.send_wildcard().allow_any_origin(),
        Origins::Exact(_) => {
            let entries = case.origins.entries();
            entries.iter().fold(cors, |cors, entry| cors.allowed_origin(entry)).supports_credentials()
        }
        Origins::Patterns(_) => {
            let ends = ends(case.origins);
            cors.allowed_origin_fn(move |origin, _| {
                origin.to_str().is_ok_and(|origin| ends_with(origin, &ends))
            })
            .supports_credentials()
        }
    };
    // It refuses by an error unless it is told to let the browser do it, as all the others do.
    Some(cors.block_on_origin_mismatch(false))
}

fn known(method: &str) -> Method {
    Method::from_bytes(method.as_bytes()).expect("a method")
}

/// An initialised application.
struct Called<S> {
    case: Case,
    app: S,
    ready: Vec<actix_http::Request>,
}

async fn service(case: &Case, resource: impl HttpServiceFactory + 'static) -> Box<dyn Runner> {
    let app = init_service(App::new().service(resource)).await;
    Box::new(Called { case: *case, app, ready: Vec::new() })
}

impl<S> Called<S> {
    fn request(&self) -> actix_http::Request {
        let request = self.case.request();
        let mut made = TestRequest::with_uri("/orders").method(known(request.method().as_str()));
        for (name, value) in request.headers() {
            made = made.append_header((name.as_str(), value.as_bytes()));
        }
        made.to_request()
    }
}

impl<S, B> Runner for Called<S>
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody,
{
    fn prepare(&mut self, count: usize) {
        let request = self.request();
        self.ready = (0..count)
            .map(|_| {
                let mut made = actix_http::Request::new();
                made.head_mut().method = request.head().method.clone();
                made.head_mut().uri = request.head().uri.clone();
                *made.headers_mut() = request.head().headers.clone();
                made
            })
            .collect();
    }

    fn run(&mut self) {
        for request in self.ready.drain(..) {
            let _ = std::hint::black_box(once(self.app.call(request)));
        }
    }

    fn answer(&mut self) -> Answer {
        let response = once(self.app.call(self.request())).expect("an answer");
        // Its headers are those of `http` 0.2.
        let pairs = response.headers().iter().map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_str().as_bytes()).expect("a name");
            (name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"))
        });
        Answer { status: response.status().as_u16(), headers: pairs.collect::<HeaderMap>() }
    }
}
