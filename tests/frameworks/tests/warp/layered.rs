//! The table of policies as a layer of tower's around the application.

use axum::body::Bytes;
use cors::{
    cors,
    tower::CorsLayer,
    warp::{RouteFilter, Routes, route},
};
use http::{Request, Response};
use http_body_util::Empty;
use tower::{Layer, Service, ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use warp::{Filter, Rejection, reject};

use crate::support::{ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, list, off};

#[cors(Api)]
async fn panics() -> &'static str {
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(Api)]
async fn missing() -> Result<&'static str, Rejection> {
    Err(reject::not_found())
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
async fn strict() -> &'static str {
    "strict"
}

fn routes() -> Routes<impl RouteFilter> {
    route!(GET "orders" => list)
        .or(route!(GET "off" => off))
        .or(route!(GET "panic" => panics))
        .or(route!(GET "missing" => missing))
        .or(route!(PUT "strict" => strict))
        .or(route!(GET "number" => list, warp::header::header::<u32>("x-n").map(|_| ()).untuple_one()))
}

type Sent = Request<Empty<Bytes>>;

fn request(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Sent {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Empty::new()).unwrap()
}

/// As [`ask`] shows it.
pub(crate) async fn ask_service<S, B>(
    service: &S,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> String
where
    S: Service<Sent, Response = Response<B>, Error: std::fmt::Debug> + Clone,
{
    let response = service.clone().oneshot(request(method, path, headers)).await.unwrap();
    crate::support::shown(&response.map(|_| Bytes::new()))
}

#[tokio::test]
async fn every_answer_is_that_of_the_finished_filter() {
    let finished = routes().policy::<Other>().finish();
    let (cors, filter) = routes().policy::<Other>().layered();
    let app = cors.layer(warp::service(filter.clone()));
    for path in ["/orders", "/off", "/missing", "/strict", "/number", "/nowhere", "/", "*"] {
        for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
            for origin in [APP, OTHER, EVIL] {
                for headers in [&[origin][..], &[origin, acrm("GET")], &[origin, acrm("PUT")]] {
                    let expected = ask(&finished, method, path, headers).await;
                    let shown = format!("{method} {path} {headers:?}");
                    assert_eq!(ask_service(&app, method, path, headers).await, expected, "{shown}");
                    // Without the layer nothing is lost.
                    assert_eq!(ask(&filter, method, path, headers).await, expected, "{shown}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_stands_between_answers_with_the_headers() {
    let (cors, app) = routes().layered();
    let app = ServiceBuilder::new().layer(cors).layer(CatchPanicLayer::new()).service(warp::service(app));
    assert_eq!(ask_service(&app, "GET", "/panic", &[APP]).await, ACTUAL.replace("200", "500"));
    assert_eq!(ask_service(&app, "GET", "/panic", &[EVIL]).await, "500 vary=Origin");
}

#[tokio::test]
async fn rejections_are_answered_by_warp() {
    let (cors, app) = routes().layered();
    let response = cors.layer(warp::service(app)).oneshot(request("GET", "/number", &[APP])).await.unwrap();
    assert_eq!(response.headers()["access-control-allow-origin"], APP.1);
    let body = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
    assert_eq!(body, "Missing request header \"x-n\"");
}

#[tokio::test]
async fn a_policy_between_is_not_the_innermost() {
    let (cors, app) = routes().layered();
    let app =
        ServiceBuilder::new().layer(cors).layer(CorsLayer::policy::<Other>()).service(warp::service(app));
    assert_eq!(ask_service(&app, "GET", "/orders", &[APP]).await, ACTUAL);
    assert_eq!(ask_service(&app, "GET", "/orders", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask_service(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
}

/// What a layer makes of a request is decided anew, so no handler gets the headers of another.
#[tokio::test]
async fn a_path_that_a_layer_between_changes() {
    let (cors, app) = routes().policy::<Other>().layered();
    let app = ServiceBuilder::new()
        .layer(cors)
        .map_request(|mut request: Sent| {
            *request.uri_mut() = "/orders".parse().unwrap();
            request
        })
        .service(warp::service(app));
    assert_eq!(ask_service(&app, "GET", "/nowhere", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask_service(&app, "GET", "/nowhere", &[APP]).await, ACTUAL);
    assert_eq!(ask_service(&app, "OPTIONS", "/off", &[APP, acrm("GET")]).await, NOBODY);
}

/// As the documentation says, the layer knows of no path in front; headers are right all the same.
#[tokio::test]
async fn a_path_in_front_of_the_filter() {
    let (cors, app) = routes().layered();
    let app = cors.layer(warp::service(warp::path("api").and(app)));
    assert_eq!(ask_service(&app, "GET", "/api/orders", &[APP]).await, ACTUAL);
    assert_eq!(ask_service(&app, "GET", "/orders", &[APP]).await, ACTUAL.replace("200", "404"));
}
