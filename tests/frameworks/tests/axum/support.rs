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

pub(crate) const APP: (&str, &str) = ("origin", "https://app.example");
pub(crate) const OTHER: (&str, &str) = ("origin", "https://other.example");
pub(crate) const EVIL: (&str, &str) = ("origin", "https://evil.example");

pub(crate) const fn acrm(method: &str) -> (&'static str, &str) {
    ("access-control-request-method", method)
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
    let mut lines: Vec<String> = Vec::new();
    for (name, value) in response.headers() {
        if let Some(name) = name.as_str().strip_prefix("access-control-") {
            lines.push(format!("{name}={}", value.to_str().unwrap()));
        }
    }
    lines.sort();
    lines.insert(0, response.status().as_u16().to_string());
    let vary: Vec<&str> =
        response.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    if !vary.is_empty() {
        lines.push(format!("vary={}", vary.join(", ")));
    }
    lines.join(" ")
}

pub(crate) const ACTUAL: &str = "200 allow-origin=https://app.example vary=Origin";
pub(crate) const PREFLIGHT: &str = "204 allow-methods=GET allow-origin=https://app.example \
                                    vary=Origin, Access-Control-Request-Method";
pub(crate) const NOBODY: &str = "204 vary=Origin, Access-Control-Request-Method";
