//! Each refused request is one event, however many pieces it passes. A program has one listener, hence this file.
#![cfg(test)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use cors::{
    CorsPolicy,
    poem::{Route, any, cors, get, with},
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

#[cors(off)]
#[handler]
fn off() {}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn never() {
    std::future::pending::<()>().await;
}

#[handler]
fn plain() {}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

async fn events(app: &impl Endpoint, method: Method, path: &str, requested: Option<&str>) -> Vec<String> {
    events_of("https://app.example:3000", app, method, path, requested).await
}

async fn events_of(
    origin: &str,
    app: &impl Endpoint,
    method: Method,
    path: &str,
    requested: Option<&str>,
) -> Vec<String> {
    let mut request = Request::builder().method(method).uri(path.parse().unwrap()).header("origin", origin);
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
    cors::on_refusal(|event| {
        let action = event.action().map_or_else(String::new, |action| format!(" ({action:?})"));
        EVENTS.lock().unwrap().push(format!("{event}{action}"));
    })
    .unwrap();
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
    of_hidden_handlers().await;
    of_a_client_that_goes_away().await;
}

/// A hidden policy is asked for itself: what it says becomes of the request, and is the only event.
async fn of_hidden_handlers() {
    let inner = || poem::Route::new().at("/", any(list)).at("/off", any(off)).at("/plain", plain);
    let apps: [&dyn DynEndpoint<Output = Response>; 3] = [
        &ToDynEndpoint(Route::new().nest("/", inner()).policy::<Front>().finish()),
        &ToDynEndpoint(poem::Route::new().nest("/", any(with::<Front, _>(inner())))),
        &ToDynEndpoint(poem::Route::new().nest("/", any(with::<Front, _>(inner())).data(1))),
    ];
    for app in apps {
        let get = |origin, path| events_of(origin, &app, Method::GET, path, None);
        // The origin of the handler, which the policy outside of it does not know: the page may read the answer.
        assert_eq!(get("https://app.example:8080", "/").await, Vec::<String>::new());
        for stranger in ["https://front.example", "https://stranger.example"] {
            let events = get(stranger, "/").await;
            assert_eq!(events.len(), 1, "{events:?}");
            let wanted = format!("CORS request refused: origin \"{stranger}\" is not allowed");
            assert!(events[0].starts_with(&wanted), "{events:?}");
            assert!(events[0].contains("; handler poem_events::list (") && events[0].ends_with(" (Forbid)"));
            let nobody = "CORS request refused: no handler on this path has a CORS policy for method \"GET\"";
            assert_eq!(get(stranger, "/off").await, [format!("{nobody} (Forbid)")]);
        }
        let events = get("https://stranger.example", "/plain").await;
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(
            events[0].contains("; policy poem_events::Front") && events[0].ends_with(" (Run)"),
            "{events:?}"
        );
        assert_eq!(get("https://front.example", "/plain").await, Vec::<String>::new());
    }
}

/// The table waits for the last word, but not for ever.
async fn of_a_client_that_goes_away() {
    let app = Route::new().at("/", get(never)).data(1).finish();
    let asking = events(&app, Method::GET, "/", None);
    assert!(tokio::time::timeout(Duration::from_millis(1), asking).await.is_err());
    let events = std::mem::take(&mut *EVENTS.lock().unwrap());
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].contains("; handler poem_events::never ("), "{events:?}");
}
