//! The layer around services that know nothing of it.

use std::{
    convert::Infallible,
    future::Ready,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use axum::body::Body;
use cors::{
    CorsPolicy, cors,
    tower::{CorsLayer, Table, routes},
};
use http::{HeaderValue, Request, Response};
use tower::{Layer, Service, ServiceBuilder, ServiceExt, service_fn};

use crate::support::{ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, request};

async fn noon(_: Request<Body>) -> Result<Response<Body>, Infallible> {
    let mut response = Response::new("noon".into());
    response.headers_mut().append("access-control-allow-origin", HeaderValue::from_static("*"));
    response.headers_mut().append("access-control-allow-origin", HeaderValue::from_static("https://x"));
    Ok(response)
}

#[tokio::test]
async fn one_policy_answers_every_preflight() {
    let app = CorsLayer::policy::<Other>().layer(service_fn(noon));
    let lists = "204 allow-methods=GET,PUT allow-origin=https://other.example vary=Origin, Access-Control-Request-Method";
    for (path, method) in [("/", "GET"), ("/nowhere", "PUT"), ("/", "DELETE")] {
        assert_eq!(ask(&app, "OPTIONS", path, &[OTHER, acrm(method)]).await, lists);
        assert_eq!(ask(&app, "OPTIONS", path, &[EVIL, acrm(method)]).await, NOBODY);
    }
    assert_eq!(
        ask(&app, "GET", "/", &[OTHER]).await,
        "200 allow-origin=https://other.example expose-headers=x-other vary=Origin",
        "what the service set is replaced"
    );
    assert_eq!(ask(&app, "GET", "/", &[EVIL]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "OPTIONS", "/", &[OTHER]).await, ask(&app, "GET", "/", &[OTHER]).await);
}

#[tokio::test]
async fn a_table_over_a_service_that_finds_its_handlers_itself() -> Result<(), cors::tower::RouteError> {
    let table = Table::new()
        .with::<Api>("GET", "/orders")
        .with::<Other>("PUT", "/orders")
        .without("GET", "/health")
        .rest::<Other>();
    let app = CorsLayer::table(&table)?.layer(service_fn(noon));
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
    let put =
        "204 allow-methods=PUT allow-origin=https://other.example vary=Origin, Access-Control-Request-Method";
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[OTHER, acrm("PUT")]).await, put);
    assert_eq!(ask(&app, "OPTIONS", "/health", &[APP, acrm("GET")]).await, NOBODY);
    assert_eq!(ask(&app, "GET", "/orders", &[APP]).await, ACTUAL);
    assert!(ask(&app, "GET", "/elsewhere", &[OTHER]).await.contains("allow-origin=https://other.example"));
    assert_eq!(table.policies().iter().count(), 4);
    Ok(())
}

#[cors(Api)]
async fn list(_: Request<Body>) -> Response<Body> {
    Response::new("list".into())
}

#[cors(off)]
async fn off(_: Request<Body>) -> Response<Body> {
    Response::new("off".into())
}

#[tokio::test]
async fn the_innermost_policy_wins_whole() -> Result<(), cors::tower::RouteError> {
    let routes = routes! { GET "/list" => list, GET "/off" => off }?;
    let app = ServiceBuilder::new().layer(CorsLayer::policy::<Other>()).service(routes);
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/list", &[OTHER]).await, "200 vary=Origin", "nothing of the outer policy");
    assert_eq!(ask(&app, "GET", "/off", &[OTHER]).await, "200");
    assert!(
        ask(&app, "GET", "/nowhere", &[OTHER]).await.starts_with("404 allow-origin=https://other.example")
    );
    let twice = ServiceBuilder::new()
        .layer(CorsLayer::policy::<Other>())
        .layer(CorsLayer::policy::<Api>())
        .service(service_fn(noon));
    assert_eq!(ask(&twice, "GET", "/", &[APP]).await, ACTUAL);
    assert_eq!(ask(&twice, "GET", "/", &[OTHER]).await, "200 vary=Origin");
    Ok(())
}

#[derive(CorsPolicy)]
#[policy(origins = ["https://admin.example"], on_refused = forbid)]
struct Strict;

/// As the documentation says: what a layer of one policy forbids, and preflights, do not come to a handler of another.
#[tokio::test]
async fn a_layer_that_forbids_is_asked_first() -> Result<(), cors::tower::RouteError> {
    let app = CorsLayer::policy::<Strict>().layer(routes! { GET "/list" => list, GET "/off" => off }?);
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(ask(&app, "OPTIONS", "/list", &[APP, acrm("GET")]).await, NOBODY);
    let admin = ("origin", "https://admin.example");
    assert_eq!(ask(&app, "GET", "/list", &[admin]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/off", &[admin]).await, "200");
    Ok(())
}

/// A service that takes one request at a time, and says so.
#[derive(Debug, Clone, Default)]
struct OneAtATime {
    ready: Arc<AtomicUsize>,
    called: Arc<AtomicUsize>,
}

impl Service<Request<Body>> for OneAtATime {
    type Response = Response<Body>;
    type Error = &'static str;
    type Future = Ready<Result<Response<Body>, &'static str>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        match self.ready.fetch_add(1, Ordering::SeqCst) {
            0 => Poll::Pending,
            1 => Poll::Ready(Ok(())),
            _ => Poll::Ready(Err("closed")),
        }
    }

    fn call(&mut self, _request: Request<Body>) -> Self::Future {
        self.called.fetch_add(1, Ordering::SeqCst);
        std::future::ready(Ok(Response::new(Body::empty())))
    }
}

#[tokio::test]
async fn back_pressure_and_errors_are_the_services_own() {
    let inner = OneAtATime::default();
    let mut app = CorsLayer::policy::<Api>().layer(inner.clone());
    let mut context = Context::from_waker(std::task::Waker::noop());
    assert!(app.poll_ready(&mut context).is_pending());
    assert!(app.poll_ready(&mut context).is_ready());
    let answer = app.call(request("OPTIONS", "/", &[APP, acrm("GET")])).await.unwrap();
    assert_eq!((answer.status().as_u16(), inner.called.load(Ordering::SeqCst)), (204, 0));
    assert_eq!(app.poll_ready(&mut context), Poll::Ready(Err("closed")));
    let failing = service_fn(async |_: Request<Body>| Err::<Response<Body>, _>("broken"));
    let error = CorsLayer::policy::<Api>().layer(failing).oneshot(request("GET", "/", &[APP])).await;
    assert_eq!(error.unwrap_err(), "broken");
}
