//! Each refused request is one event, however many pieces it passes. A program has one listener, hence this file.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

use std::sync::Mutex;

use axum::{Router, body::Body, extract::Request, middleware::from_fn, routing};
use cors::{
    CorsPolicy,
    axum::{SkipPreflight, get},
    cors,
};
use tower::ServiceExt;

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"])]
struct Front;

#[cors(origins = ["https://app.example:8080"])]
async fn list() {}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

async fn events(app: &Router, method: &str, path: &str, requested: Option<&str>) -> Vec<String> {
    let mut request =
        Request::builder().method(method).uri(path).header("origin", "https://app.example:3000");
    if let Some(requested) = requested {
        request = request.header("access-control-request-method", requested);
    }
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    std::mem::take(&mut EVENTS.lock().unwrap())
}

#[tokio::test]
async fn one_event_a_request() {
    cors::on_refusal(|event| EVENTS.lock().unwrap().push(event.to_string())).unwrap();
    let pass = || from_fn(async |request: Request, next: axum::middleware::Next| next.run(request).await);
    let plain = || Router::new().route("/", get(list).cors());
    let table = || cors::axum::Router::new().route("/", get(list));
    for app in [
        plain(),
        plain().layer(SkipPreflight(pass())),
        Router::new().route("/", get(list).layer(pass()).cors()),
        Router::new().route("/", get(list).layer(pass()).cors()).layer(SkipPreflight(pass())),
        table().finish(),
        table().layer(SkipPreflight(pass())).finish(),
        table().policy::<Front>().finish(),
        cors::axum::Router::new().merge(plain()).policy::<Front>().finish(),
        cors::axum::Router::new().route("/", get(list).cors()).finish(),
        cors::axum::Router::new().fallback_route(get(list)).finish(),
    ] {
        let wanted = "refused: origin \"https://app.example:3000\" is not allowed: \
                      it differs only in the port: 3000, allowed is 8080; policy ";
        for (method, requested, kind) in [("GET", None, "request"), ("OPTIONS", Some("GET"), "preflight")] {
            let events = events(&app, method, "/", requested).await;
            assert_eq!(events.len(), 1, "{method}: {events:?}");
            assert!(events[0].starts_with(&format!("CORS {kind} {wanted}")), "{events:?}");
            assert!(events[0].contains("; handler axum_events::list ("), "{events:?}");
        }
    }
    let nobody = events(&plain(), "OPTIONS", "/", Some("PUT")).await;
    assert_eq!(
        nobody,
        ["CORS preflight refused: no handler on this path has a CORS policy for method \"PUT\""]
    );
    // What is not ours is no event.
    let foreign = cors::axum::Router::new().route("/foreign", routing::get(async || ())).finish();
    assert_eq!(events(&foreign, "GET", "/foreign", None).await, Vec::<String>::new());
}
