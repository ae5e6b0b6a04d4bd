//! The forms of handlers that can be registered.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, State},
    http::{HeaderMap, Method, Response, StatusCode, Uri, Version, request::Parts},
    response::IntoResponse,
    routing::MethodFilter,
};
use cors::{
    Policy, PolicyError,
    axum::{any, get, on, post, put, with, with_policy, with_service, without, without_service},
    cors,
};
use tower::service_fn;

use crate::support::{ACTUAL, APP, Api, EVIL, NOBODY, PREFLIGHT, acrm, ask, plain, respond};

#[cors(Api)]
fn not_async() -> Pin<Box<dyn Future<Output = &'static str> + Send>> {
    Box::pin(async { "boxed" })
}

#[cors(Api)]
#[expect(clippy::manual_async_fn, reason = "this form is what is tested")]
fn returns_a_future() -> impl Future<Output = Result<impl IntoResponse, StatusCode>> + Send {
    async { Ok("future") }
}

#[cors(Api)]
async fn generic<T: FromRequest<S> + Send, S>(State(_state): State<String>, _body: T) -> impl IntoResponse
where
    S: Clone + Send + Sync,
{
    std::any::type_name::<S>()
}

#[cors(Api)]
async fn constant<const N: usize>() -> String {
    N.to_string()
}

/// Reads only the head.
struct Head;

impl<S: Sync> FromRequestParts<S> for Head {
    type Rejection = Infallible;

    async fn from_request_parts(_parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

#[cors(Api)]
#[expect(clippy::too_many_arguments, reason = "as many as axum takes")]
async fn sixteen(
    _a: Method,
    _b: Uri,
    _c: Version,
    _d: HeaderMap,
    _e: Query<Vec<(String, String)>>,
    _f: State<String>,
    _g: Head,
    _h: Head,
    _i: Head,
    _j: Head,
    _k: Head,
    _l: Head,
    _m: Head,
    _n: Head,
    Path(name): Path<String>,
    _p: String,
) -> String {
    name
}

#[tokio::test]
async fn functions() {
    let app = Router::new()
        .route("/not-async", get(not_async).cors())
        .route("/future", get(returns_a_future).cors())
        .route("/generic", get(generic::<Request, String>).cors())
        .route("/constant", get(constant::<7>).cors())
        .route("/sixteen/{name}", get(sixteen).cors())
        .with_state("state".to_owned());
    for path in ["/not-async", "/future", "/generic", "/constant", "/sixteen/x"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
    }
}

#[tokio::test]
async fn what_has_no_attribute_is_stated_at_the_route() -> Result<(), PolicyError> {
    let made = Policy::builder().origins(["https://app.example"]).build()?;
    let service =
        service_fn(async |_request: Request| Ok::<_, Infallible>(Response::new(Body::from("service"))));
    let app: Router = Router::new()
        .route("/function", get(with::<Api, _>(plain)).cors())
        .route("/closure", get(with::<Api, _>(async |uri: Uri| uri.to_string())).cors())
        .route("/value", get(with::<Api, _>("a constant answer")).cors())
        .route("/made", get(with_policy(made, plain)).cors())
        .route("/service", get(with_service::<Api, _>(service)).cors())
        .route("/without", get(without(plain)).cors())
        .route("/without-service", get(without_service(service)).cors())
        .route("/beside", get(with::<Api, _>(plain)).post(without(plain)).cors());
    for path in ["/function", "/closure", "/value", "/made", "/service", "/beside"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
        assert_eq!(ask(&app, "GET", path, &[EVIL]).await, "200 vary=Origin", "{path}");
    }
    for path in ["/without", "/without-service"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, "200", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, NOBODY, "{path}");
    }
    assert_eq!(ask(&app, "OPTIONS", "/beside", &[APP, acrm("POST")]).await, NOBODY);
    Ok(())
}

#[tokio::test]
async fn several_methods_for_one_handler() {
    let app: Router = Router::new()
        .route("/on", on(MethodFilter::GET.or(MethodFilter::PUT), constant::<1>).cors())
        .route("/with-options", on(MethodFilter::GET.or(MethodFilter::OPTIONS), constant::<1>).cors())
        .route("/any-beside", put(without(plain)).any(constant::<1>).cors());
    let both = "204 allow-methods=PUT,GET allow-origin=https://app.example \
                vary=Origin, Access-Control-Request-Method";
    assert_eq!(ask(&app, "OPTIONS", "/on", &[APP, acrm("PUT")]).await, both);
    assert_eq!(ask(&app, "PUT", "/on", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/with-options", &[APP]).await, ACTUAL);
    let preflight = ask(&app, "OPTIONS", "/with-options", &[APP, acrm("GET")]).await;
    assert!(preflight.starts_with("204 allow-methods=GET,OPTIONS "), "{preflight}");
    assert_eq!(ask(&app, "OPTIONS", "/any-beside", &[APP, acrm("PUT")]).await, NOBODY);
    let any = ask(&app, "OPTIONS", "/any-beside", &[APP, acrm("DELETE")]).await;
    assert!(any.starts_with("204 allow-methods=DELETE "), "{any}");
}

#[tokio::test]
async fn a_handler_of_any_method_gets_plain_options() {
    let app: Router = Router::new().route("/", any(constant::<1>).cors());
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, ACTUAL);
}

#[tokio::test]
async fn a_rejection_of_a_body_has_the_headers() {
    #[cors(Api)]
    async fn text(body: String) -> String {
        body
    }

    let app: Router = Router::new().route("/", post(text).cors());
    let mut request = Request::builder().method("POST").uri("/").body(Body::from(vec![0xff])).unwrap();
    request.headers_mut().insert("origin", "https://app.example".parse().unwrap());
    let response = tower::ServiceExt::oneshot(app.clone(), request).await.unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["access-control-allow-origin"], "https://app.example");
    assert_eq!(respond(&app, "POST", "/", &[]).await.status(), 200);
}

/// Counts how often it is cloned.
struct Counted(Arc<AtomicUsize>);

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.0.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(&self.0))
    }
}

#[tokio::test]
async fn a_preflight_clones_no_handler() {
    let clones = Arc::new(AtomicUsize::new(0));
    let counted = || {
        let counted = Counted(Arc::clone(&clones));
        move || async move { drop(counted) }
    };
    let route = || get(with::<Api, _>(counted())).options(with::<Api, _>(counted()));
    let apps = [
        Router::new().route("/", route().cors()),
        cors::axum::Router::new()
            .route("/", route())
            .layer(axum::middleware::map_request(|request: Request| async { request }))
            .finish(),
    ];
    for app in apps {
        let app = app.with_state(());
        let before = clones.load(Ordering::Relaxed);
        let preflight = ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await;
        assert!(
            preflight.starts_with("204 allow-methods=GET,OPTIONS allow-origin=https://app.example "),
            "{preflight}"
        );
        assert_eq!(clones.load(Ordering::Relaxed), before);
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL);
        assert!(clones.load(Ordering::Relaxed) > before);
    }
}
