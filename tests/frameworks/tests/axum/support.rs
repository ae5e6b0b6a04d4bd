//! Policies, handlers and a way to ask for all tests.

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, Response, StatusCode},
    middleware::Next,
    response::IntoResponse,
};
use cors::{CorsPolicy, cors};
use tower::ServiceExt;

pub(crate) use frameworks::shown::{ACTUAL, APP, EVIL, NOBODY, OTHER, PREFLIGHT, acrm};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

#[cors(Api)]
pub(crate) async fn list() -> &'static str {
    "list"
}

#[cors(origins = ["https://app.example"], credentials)]
pub(crate) async fn create() -> StatusCode {
    StatusCode::CREATED
}

#[cors(off)]
pub(crate) async fn off() -> &'static str {
    "off"
}

pub(crate) async fn plain() -> &'static str {
    "plain"
}

/// Lets requests through that carry `authorization`.
pub(crate) async fn auth(request: Request, next: Next) -> Response<Body> {
    if request.headers().contains_key("authorization") {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

pub(crate) async fn respond(
    app: &Router,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    for (name, value) in headers {
        request.headers_mut().append(*name, HeaderValue::from_str(value).unwrap());
    }
    app.clone().oneshot(request).await.unwrap()
}

/// Status, CORS headers without `access-control-`, and the names in `Vary`: `200 allow-origin=* vary=Origin`.
pub(crate) async fn ask(app: &Router, method: &str, path: &str, headers: &[(&'static str, &str)]) -> String {
    let response = respond(app, method, path, headers).await;
    let lines = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    frameworks::shown::shown(response.status().as_u16(), lines)
}
