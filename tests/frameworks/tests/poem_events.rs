//! Each refused request is one event, however many pieces it passes. A program has one listener, hence this file.
#![cfg(test)]

use std::sync::{Arc, Mutex};

use cors::{
    CorsPolicy,
    poem::{Route, cors, get},
};
use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    endpoint::{DynEndpoint, ToDynEndpoint},
    handler,
    http::Method,
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"])]
struct Front;

#[cors(origins = ["https://app.example:8080"])]
#[handler]
fn list() {}

#[handler]
fn plain() {}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

async fn events(app: &impl Endpoint, method: Method, path: &str, requested: Option<&str>) -> Vec<String> {
    let mut request = Request::builder()
        .method(method)
        .uri(path.parse().unwrap())
        .header("origin", "https://app.example:3000");
    if let Some(requested) = requested {
        request = request.header("access-control-request-method", requested);
    }
    app.get_response(request.finish()).await;
    std::mem::take(&mut EVENTS.lock().unwrap())
}

async fn pass<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
    inner.call(request).await.map(IntoResponse::into_response)
}

#[tokio::test]
async fn one_event_a_request() {
    cors::on_refusal(|event| EVENTS.lock().unwrap().push(event.to_string())).unwrap();
    let bare = || poem::Route::new().at("/", get(list));
    let table = || Route::new().at("/", get(list));
    let apps: [&dyn DynEndpoint<Output = Response>; 7] = [
        &ToDynEndpoint(bare()),
        &ToDynEndpoint(poem::Route::new().at("/", get(list).data(1))),
        &ToDynEndpoint(table().finish()),
        &ToDynEndpoint(table().around(pass).finish()),
        &ToDynEndpoint(table().policy::<Front>().finish()),
        &ToDynEndpoint(Route::new().nest("/", table().around(pass)).policy::<Front>().finish()),
        &ToDynEndpoint(Route::new().nest("/", bare()).data(1).finish()),
    ];
    for app in apps {
        let wanted = "refused: origin \"https://app.example:3000\" is not allowed: \
                      it differs only in the port: 3000, allowed is 8080; policy ";
        for (method, requested, kind) in
            [(Method::GET, None, "request"), (Method::OPTIONS, Some("GET"), "preflight")]
        {
            let events = events(&app, method, "/", requested).await;
            assert_eq!(events.len(), 1, "{events:?}");
            assert!(events[0].starts_with(&format!("CORS {kind} {wanted}")), "{events:?}");
            assert!(events[0].contains("; handler poem_events::list ("), "{events:?}");
        }
    }
    let nobody =
        ["CORS preflight refused: no handler on this path has a CORS policy for method \"PUT\"".to_owned()];
    assert_eq!(events(&bare(), Method::OPTIONS, "/", Some("PUT")).await, nobody);
    assert_eq!(events(&table().data(1).finish(), Method::OPTIONS, "/", Some("PUT")).await, nobody);
    // What is not ours is no event.
    let foreign = Route::new().at("/foreign", poem::get(plain)).data(1).finish();
    assert_eq!(events(&foreign, Method::GET, "/foreign", None).await, Vec::<String>::new());
}
