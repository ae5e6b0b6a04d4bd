//! Each refused request is one event, however many pieces it passes.

use std::sync::Mutex;

use axum::body::Body;
use cors::{
    CorsPolicy, cors,
    tower::{CorsLayer, Routes, Table, routes},
};
use http::{Method, Request, Response};
use tower::{Layer, ServiceBuilder, ServiceExt, service_fn, util::BoxCloneService};

use crate::support::{Other, acrm, ask};

#[derive(CorsPolicy)]
#[policy(origins = ["https://events.example:8080"])]
struct Events;

#[cors(Events)]
async fn list(_: Request<Body>) -> Response<Body> {
    Response::new("list".into())
}

#[cors(Events)]
async fn remove(_: Request<Body>) -> Response<Body> {
    Response::new("remove".into())
}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn events() -> Vec<String> {
    std::mem::take(&mut EVENTS.lock().unwrap())
}

type App = BoxCloneService<Request<Body>, Response<Body>, std::convert::Infallible>;

fn boxed<S, B>(service: S) -> App
where
    S: tower::Service<Request<Body>, Response = Response<B>, Error = std::convert::Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
    B: http_body::Body<Data = axum::body::Bytes, Error: Into<axum::BoxError>> + Send + 'static,
{
    service.map_response(|response: Response<B>| response.map(Body::new)).boxed_clone()
}

const ORIGIN: (&str, &str) = ("origin", "https://events.example:3000");

#[tokio::test]
async fn one_event_a_request() -> Result<(), cors::tower::RouteError> {
    // Other tests of this program are refused too.
    cors::on_refusal(|event| {
        let text = event.to_string();
        if text.contains("events") {
            EVENTS.lock().unwrap().push(text);
        }
    })
    .unwrap();
    let routes = || routes! { GET "/" => list, DELETE "/" => remove };
    let table = Table::new().with::<Events>("GET", "/");
    let plain = service_fn(async |_: Request<Body>| Ok(Response::new(Body::empty())));
    let covered = || routes().map(Routes::policy::<Other>);
    let apps = [
        boxed(routes()?),
        boxed(covered()?),
        boxed(routes()?.cors().layer(routes()?)),
        boxed(CorsLayer::table(&table)?.layer(plain)),
        boxed(CorsLayer::policy::<Events>().layer(plain)),
        {
            let routes = routes()?;
            boxed(routes.cors().layer(routes))
        },
        {
            let routes = covered()?;
            boxed(routes.cors().layer(routes))
        },
    ];
    for (number, app) in apps.into_iter().enumerate() {
        let wanted = "refused: origin \"https://events.example:3000\" is not allowed: \
                      it differs only in the port: 3000, allowed is 8080; policy ";
        for (method, requested, kind) in [("GET", None, "request"), ("OPTIONS", Some("GET"), "preflight")] {
            let headers: Vec<_> = [Some(ORIGIN), requested.map(acrm)].into_iter().flatten().collect();
            ask(&app, method, "/", &headers).await;
            let events = events();
            // The third is a layer of other routes: each of the two decides.
            let expected = if number == 2 && method == "GET" { 2 } else { 1 };
            assert_eq!(events.len(), expected, "{number} {method}: {events:?}");
            assert!(events[0].starts_with(&format!("CORS {kind} {wanted}")), "{events:?}");
        }
    }
    // What a layer between makes of a request is decided anew.
    let routes = routes()?;
    let changed = ServiceBuilder::new()
        .layer(routes.cors())
        .map_request(|mut request: Request<Body>| {
            *request.method_mut() = Method::DELETE;
            request
        })
        .service(routes);
    ask(&changed, "GET", "/", &[ORIGIN]).await;
    let events = events();
    assert!(
        events.len() == 2 && events[0].contains("::list ") && events[1].contains("::remove "),
        "{events:?}"
    );
    Ok(())
}
