//! The rows: services that answer a case.

use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use actix_web::{
    body::MessageBody,
    dev::{Service as ActixService, ServiceResponse},
    test::TestRequest,
};
use axum::body::Body;
use cors::{Policy, PolicyRef};
use cors_core::http1::{Outcome, Prepared};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use tower::{Layer, Service, service_fn};
use tower_http::cors::{AllowOrigin, CorsLayer as TowerHttpCors};

use crate::{
    by_hand,
    cases::{Case, HEADERS, METHODS, Origins},
};

/// Answers requests that were made before.
pub trait Runner {
    /// Makes `count` requests.
    fn prepare(&mut self, count: usize);

    /// Answers them all.
    fn run(&mut self);

    /// Answers one, for a look at it.
    fn answer(&mut self) -> (u16, HeaderMap);
}

/// A row of the table.
#[expect(missing_debug_implementations, reason = "it holds services")]
#[non_exhaustive]
pub struct Row {
    /// For a reader.
    pub name: &'static str,
    /// The rows that are compared with each other: the first is the bare service.
    pub group: Group,
    /// What it is to the check.
    pub role: Role,
    /// Whether its answer names the origin, or `*`.
    pub allowed: bool,
    /// What answers.
    pub runner: Box<dyn Runner>,
}

/// What a row's bare service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Group {
    /// A function of `http` types.
    Http,
    /// An axum router of one route.
    Axum,
    /// An actix-web application of one route.
    Actix,
}

/// What a row is to the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Without CORS.
    Bare,
    /// By an expert's hand.
    ByHand,
    /// This library.
    Ours,
    /// Another library.
    Peer,
}

/// The rows of a case; within a runtime of actix-web.
pub async fn rows(case: &Case) -> Vec<Row> {
    let row = |name, group, role, runner| {
        let allowed = match name {
            // It answers 400 without a header where all others send their lists and leave it to the browser.
            "actix-cors" => case.allowed && !case.is_refused_by_a_list(),
            _ => case.allowed && role != Role::Bare,
        };
        Row { name, group, role, allowed, runner }
    };
    let prepared = Prepared::layer(policy(case.origins));
    let core = move |request: Request<()>| match prepared.decide(request.method(), request.headers()) {
        Outcome::Answer(head) => head.into_response(()),
        Outcome::Run(pending) => {
            let mut response = by_hand::bare(request);
            pending.apply(response.headers_mut());
            response
        }
        _ => Response::new(()),
    };
    let layer = cors::tower::CorsLayer::with_policy(policy(case.origins)).layer(service_fn(bare_service));
    let peer = tower_http(case.origins).layer(service_fn(bare_service));
    vec![
        row("bare", Group::Http, Role::Bare, function(case, by_hand::bare)),
        row("by hand", Group::Http, Role::ByHand, function(case, by_hand::service(case.origins))),
        row("cors, core alone", Group::Http, Role::Ours, function(case, core)),
        row("bare, as a service", Group::Http, Role::Bare, service(case, service_fn(bare_service))),
        row("cors::tower layer", Group::Http, Role::Ours, service(case, layer)),
        row("tower-http CorsLayer", Group::Http, Role::Peer, service(case, peer)),
        row("bare axum", Group::Axum, Role::Bare, axum_row(case, axum_bare())),
        row("cors::axum router", Group::Axum, Role::Ours, axum_row(case, axum_ours(case.origins))),
        row("cors::axum per route", Group::Axum, Role::Ours, axum_row(case, axum_route(case.origins))),
        row(
            "axum, tower-http",
            Group::Axum,
            Role::Peer,
            axum_row(case, axum_bare().layer(tower_http(case.origins))),
        ),
        row("bare actix-web", Group::Actix, Role::Bare, actix_bare(case).await),
        row("cors::actix_web", Group::Actix, Role::Ours, actix_ours(case).await),
        row("actix-cors", Group::Actix, Role::Peer, actix_peer(case).await),
    ]
}

/// The policy of every row of ours.
fn policy(origins: Origins) -> PolicyRef {
    let mut policy = Policy::builder().methods(METHODS).headers(HEADERS).max_age(600);
    policy = match origins {
        Origins::Any => policy.any_origin(),
        _ => policy.origins(origins.entries()).credentials(),
    };
    policy.build().expect("a valid policy").into()
}

fn tower_http(origins: Origins) -> TowerHttpCors {
    let layer = TowerHttpCors::new()
        .allow_methods(METHODS.map(|method| Method::from_bytes(method.as_bytes()).expect("a method")))
        .allow_headers(HEADERS.map(HeaderName::from_static))
        .max_age(std::time::Duration::from_mins(10));
    let value = |entry: &String| HeaderValue::from_str(entry).expect("an origin");
    match origins {
        Origins::Any => layer.allow_origin(tower_http::cors::Any),
        Origins::Exact(_) => {
            layer.allow_origin(AllowOrigin::list(origins.entries().iter().map(value))).allow_credentials(true)
        }
        Origins::Patterns(_) => {
            let ends: Vec<String> =
                origins.entries().iter().map(|entry| entry.replace("https://*", "")).collect();
            layer
                .allow_origin(AllowOrigin::predicate(move |origin, _| {
                    origin.to_str().is_ok_and(|origin| {
                        origin.starts_with("https://") && ends.iter().any(|end| origin.ends_with(end))
                    })
                }))
                .allow_credentials(true)
        }
    }
}

fn bare_service(request: Request<()>) -> Ready<Result<Response<()>, Infallible>> {
    ready(Ok(by_hand::bare(request)))
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

    fn answer(&mut self) -> (u16, HeaderMap) {
        let response = (self.answers)(self.case.request());
        (response.status().as_u16(), response.headers().clone())
    }
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
    Box::new(Called { case: *case, service, body: || (), ready: Vec::new() })
}

fn axum_row(case: &Case, router: axum::Router) -> Box<dyn Runner> {
    Box::new(Called { case: *case, service: router, body: Body::empty, ready: Vec::new() })
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

    fn answer(&mut self) -> (u16, HeaderMap) {
        let body = self.body;
        let response = match once(self.service.call(self.case.request().map(|()| body()))) {
            Ok(response) => response,
            Err(never) => match never {},
        };
        (response.status().as_u16(), response.headers().clone())
    }
}

async fn handler() -> ([(HeaderName, HeaderValue); 1], ()) {
    ([(http::header::CONTENT_TYPE, HeaderValue::from_static("text/plain"))], ())
}

fn axum_bare() -> axum::Router {
    axum::Router::new()
        .route("/orders", axum::routing::get(handler).put(handler).delete(handler).patch(handler))
}

fn axum_routes(origins: Origins) -> cors::axum::CorsRoute {
    use cors::axum::{get, with_policy};
    let policy = policy(origins);
    get(with_policy(policy.clone(), handler))
        .put(with_policy(policy.clone(), handler))
        .delete(with_policy(policy.clone(), handler))
        // Served, and not in the policy's list.
        .patch(with_policy(policy, handler))
}

fn axum_ours(origins: Origins) -> axum::Router {
    cors::axum::Router::new().route("/orders", axum_routes(origins)).finish()
}

fn axum_route(origins: Origins) -> axum::Router {
    axum::Router::new().route("/orders", axum_routes(origins).cors())
}

/// An initialised application of actix-web.
struct Actix<S> {
    case: Case,
    app: S,
    ready: Vec<actix_http::Request>,
}

impl<S> Actix<S> {
    fn request(&self) -> actix_http::Request {
        let request = self.case.request();
        let method = actix_web::http::Method::from_bytes(request.method().as_str().as_bytes());
        let mut made = TestRequest::with_uri("/orders").method(method.expect("a method"));
        for (name, value) in request.headers() {
            made = made.append_header((name.as_str(), value.as_bytes()));
        }
        made.to_request()
    }
}

impl<S, B> Runner for Actix<S>
where
    S: ActixService<actix_http::Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
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

    fn answer(&mut self) -> (u16, HeaderMap) {
        let response = once(self.app.call(self.request())).expect("an answer");
        let pairs = response.headers().iter().map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_str().as_bytes()).expect("a name");
            (name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"))
        });
        (response.status().as_u16(), pairs.collect())
    }
}

async fn actix_handler() -> actix_web::HttpResponse {
    actix_web::HttpResponse::Ok().content_type("text/plain").finish()
}

async fn actix_bare(case: &Case) -> Box<dyn Runner> {
    use actix_web::web;
    let resource = web::resource("/orders")
        .route(web::get().to(actix_handler))
        .route(web::put().to(actix_handler))
        .route(web::delete().to(actix_handler))
        .route(web::patch().to(actix_handler));
    let app = actix_web::test::init_service(actix_web::App::new().service(resource)).await;
    Box::new(Actix { case: *case, app, ready: Vec::new() })
}

async fn actix_ours(case: &Case) -> Box<dyn Runner> {
    use cors::actix_web::{web, with_policy};
    let policy = policy(case.origins);
    let resource = actix_web::web::resource("/orders")
        .route(web::get().to(with_policy(policy.clone(), actix_handler)))
        .route(web::put().to(with_policy(policy.clone(), actix_handler)))
        .route(web::delete().to(with_policy(policy.clone(), actix_handler)))
        .route(web::patch().to(with_policy(policy, actix_handler)));
    let app = actix_web::test::init_service(actix_web::App::new().service(resource)).await;
    Box::new(Actix { case: *case, app, ready: Vec::new() })
}

async fn actix_peer(case: &Case) -> Box<dyn Runner> {
    use actix_web::web;
    let mut cors = actix_cors::Cors::default().allowed_methods(METHODS).allowed_headers(HEADERS).max_age(600);
    cors = match case.origins {
        Origins::Any => cors.send_wildcard().allow_any_origin(),
        Origins::Exact(_) => case
            .origins
            .entries()
            .iter()
            .fold(cors, |cors, entry| cors.allowed_origin(entry))
            .supports_credentials(),
        Origins::Patterns(_) => {
            let ends: Vec<String> =
                case.origins.entries().iter().map(|entry| entry.replace("https://*", "")).collect();
            cors.allowed_origin_fn(move |origin, _| {
                origin.to_str().is_ok_and(|origin| {
                    origin.starts_with("https://") && ends.iter().any(|end| origin.ends_with(end))
                })
            })
            .supports_credentials()
        }
    };
    // It refuses by an error unless it is told to let the browser do it, as all the others do.
    cors = cors.block_on_origin_mismatch(false);
    let resource = web::resource("/orders")
        .wrap(cors)
        .route(web::get().to(actix_handler))
        .route(web::put().to(actix_handler))
        .route(web::delete().to(actix_handler))
        .route(web::patch().to(actix_handler));
    let app = actix_web::test::init_service(actix_web::App::new().service(resource)).await;
    Box::new(Actix { case: *case, app, ready: Vec::new() })
}

/// The value of a future that never waits.
fn once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}
