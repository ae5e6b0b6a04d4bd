//! Policies, requests and a way to show answers for all tests.

use axum::body::Body;
use cors::CorsPolicy;
use http::{HeaderMap, Request, Response};
use tower::{Service, ServiceExt};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

pub(crate) const APP: (&str, &str) = ("origin", "https://app.example");
pub(crate) const OTHER: (&str, &str) = ("origin", "https://other.example");
pub(crate) const EVIL: (&str, &str) = ("origin", "https://evil.example");

pub(crate) const fn acrm(method: &str) -> (&'static str, &str) {
    ("access-control-request-method", method)
}

pub(crate) fn request(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

/// Status, CORS headers without `access-control-`, and `Vary`: `200 allow-origin=* vary=Origin`.
pub(crate) fn shown(status: u16, headers: &HeaderMap) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (name, value) in headers {
        if let Some(name) = name.as_str().strip_prefix("access-control-") {
            lines.push(format!("{name}={}", value.to_str().unwrap()));
        }
    }
    lines.sort();
    lines.insert(0, status.to_string());
    let vary: Vec<&str> = headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    if !vary.is_empty() {
        lines.push(format!("vary={}", vary.join(", ")));
    }
    lines.join(" ")
}

pub(crate) async fn ask<S, B>(
    service: &S,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> String
where
    S: Service<Request<Body>, Response = Response<B>, Error: std::fmt::Debug> + Clone,
{
    let response = service.clone().oneshot(request(method, path, headers)).await.unwrap();
    shown(response.status().as_u16(), response.headers())
}

pub(crate) const ACTUAL: &str = "200 allow-origin=https://app.example vary=Origin";
pub(crate) const PREFLIGHT: &str = "204 allow-methods=GET allow-origin=https://app.example \
                                    vary=Origin, Access-Control-Request-Method";
pub(crate) const NOBODY: &str = "204 vary=Origin, Access-Control-Request-Method";
