//! Policies, requests and a way to show answers for all tests.

use axum::body::Body;
use cors::CorsPolicy;
use http::{HeaderMap, Request, Response};
use tower::{Service, ServiceExt};

pub(crate) use frameworks::shown::{ACTUAL, APP, EVIL, NOBODY, OTHER, PREFLIGHT, acrm};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

pub(crate) fn request(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

/// Status, CORS headers without `access-control-`, and `Vary`: `200 allow-origin=* vary=Origin`.
pub(crate) fn shown(status: u16, headers: &HeaderMap) -> String {
    let lines = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    frameworks::shown::shown(status, lines)
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
