//! The forms of a route.

use cors::{
    CorsPolicy, cors,
    warp::{Routes, route, with, with_policy, without},
};
use warp::{Filter, Rejection, Reply, http::StatusCode};

use crate::support::{ACTUAL, APP, Api, NOBODY, PREFLIGHT, acrm, ask, create, list, off, plain, respond};

#[cors(Api)]
async fn pair<T: Send + ToString>(first: u8, second: T, page: String) -> Result<impl Reply, Rejection> {
    Ok(format!("{first} {} {page}", second.to_string()))
}

fn page() -> impl Filter<Extract = (String,), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::header::header("x-page")
}

#[tokio::test]
async fn a_handler_takes_what_the_path_and_the_filters_extract() {
    let app = route!(GET u8 / "of" / u64 => pair::<u64>, page()).finish();
    let response = respond(&app, "GET", "/1/of/2", &[APP, ("x-page", "three")], "").await;
    assert_eq!(response.body(), "1 2 three");
    assert_eq!(response.headers()["access-control-allow-origin"], APP.1);
    assert_eq!(ask(&app, "OPTIONS", "/1/of/2", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "OPTIONS", "/1/of/x", &[APP, acrm("GET")]).await, "404");
}

#[tokio::test]
async fn every_method_and_the_root() {
    let app = route!(GET / => list)
        .or(route!(HEAD / => list))
        .or(route!(PUT / => list))
        .or(route!(PATCH / => list))
        .or(route!(DELETE / => list))
        .or(route!("PURGE" / => list))
        .finish();
    for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "PURGE"] {
        assert_eq!(ask(&app, method, "/", &[APP]).await, ACTUAL, "{method}");
        let preflight = ask(&app, "OPTIONS", "/", &[APP, acrm(method)]).await;
        // The six share one named policy: a browser asks once.
        let named = preflight.strip_prefix("204 allow-methods=").unwrap().split(' ').next().unwrap();
        assert_eq!(named.split(',').count(), 6, "{preflight}");
        assert!(named.split(',').any(|one| one == method), "{preflight}");
    }
    assert_eq!(ask(&app, "purge", "/", &[APP]).await, "405");
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("purge")]).await, NOBODY);
}

#[tokio::test]
async fn a_policy_stated_at_the_route() {
    #[derive(CorsPolicy)]
    #[policy(origins = ["https://app.example"], headers = ["x-a"])]
    struct Stated;

    let built = cors::Policy::builder().origins(["https://app.example"]).build().unwrap();
    let app = route!(GET "with" => with::<Stated, _>(plain))
        .or(route!(GET "built" => with_policy(built, plain)))
        .or(route!(GET "closure" / u32 => with::<Api, _>(|id: u32| async move { id.to_string() })))
        .or(route!(GET "rejects" => with::<Api, _>(|| async { Err::<&str, _>(warp::reject::not_found()) })))
        .or(route!(GET "without" => without(plain)))
        .or(route!(GET "off" => off))
        .finish();
    assert_eq!(ask(&app, "GET", "/with", &[APP]).await, ACTUAL);
    assert!(ask(&app, "OPTIONS", "/with", &[APP, acrm("GET")]).await.contains("allow-headers=x-a"));
    assert_eq!(ask(&app, "GET", "/built", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/closure/7", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/rejects", &[APP]).await, ACTUAL.replace("200", "404"));
    for path in ["/without", "/off"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, "200");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, NOBODY);
    }
}

/// The message of a panic while routes are combined.
fn refused<T>(combine: impl FnOnce() -> Routes<T> + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(combine).expect_err("it is refused");
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_route_that_is_never_asked_is_refused_at_the_start() {
    let twice = refused(|| {
        route!(GET "orders" / u32 => with::<Api, _>(|_: u32| async { "" }))
            .or(route!(GET "orders" / u32 => without(|_: u32| async { "" })))
    });
    assert!(twice.starts_with("the route `GET /orders/{u32}` of warp::registration::"), "{twice}");
    assert!(twice.contains("is never asked, because `GET /orders/{u32}` of warp::registration::"), "{twice}");
    let behind_any = refused(|| route!(ANY "orders" => list).or(route!(POST "orders" => create)));
    let (route, before) = behind_any.split_once(" is never asked, because ").unwrap();
    assert!(route.starts_with("the route `POST /orders` of warp::support::create ("), "{behind_any}");
    assert!(before.starts_with("`ANY /orders` of warp::support::list ("), "{behind_any}");
    assert!(before.ends_with(": remove one of them, or put that of fewer methods first"), "{behind_any}");
    // The same below a prefix, and the other way round is right.
    let below = refused(|| route!(GET "api" / "x" => list).or(route!(GET "x" => list).under("api")));
    assert!(below.contains("`GET /api/x`"), "{below}");
    let _ = route!(POST "orders" => create).or(route!(ANY "orders" => list));
}

#[tokio::test]
async fn a_handler_is_called_as_it_stands_in_a_test() {
    assert_eq!(create().await.into_inner(), StatusCode::CREATED);
}
