//! Policies, handlers and a way to ask for all tests.

use std::sync::Arc;

use cors::{CorsPolicy, poem::cors};
use poem::{
    Endpoint, Error, IntoResponse, Request, Response, Result, handler,
    http::{Method, StatusCode},
};

pub(crate) use frameworks::shown::{ACTUAL, APP, EVIL, NOBODY, OTHER, PREFLIGHT, acrm};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

#[cors(Api)]
#[handler]
pub(crate) fn list() -> &'static str {
    "list"
}

#[cors(origins = ["https://app.example"], credentials)]
#[handler]
pub(crate) async fn create() -> StatusCode {
    StatusCode::CREATED
}

#[cors(off)]
#[handler]
pub(crate) fn off() -> &'static str {
    "off"
}

#[handler]
pub(crate) fn plain() -> &'static str {
    "plain"
}

pub(crate) const KEY: (&str, &str) = ("authorization", "ok");

/// Lets requests through that carry `authorization`.
pub(crate) async fn auth<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
    if request.header("authorization").is_some() {
        inner.call(request).await.map(IntoResponse::into_response)
    } else {
        Err(Error::from_status(StatusCode::UNAUTHORIZED))
    }
}

pub(crate) async fn respond(
    app: &impl Endpoint,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> Response {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = Request::builder().method(method).uri(path.parse().unwrap());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.get_response(request.finish()).await
}

/// Status, CORS headers without `access-control-`, and the names in `Vary`: `200 allow-origin=* vary=Origin`.
pub(crate) async fn ask(
    app: &impl Endpoint,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> String {
    shown(&respond(app, method, path, headers).await)
}

pub(crate) fn shown(response: &Response) -> String {
    let lines = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    frameworks::shown::shown(response.status().as_u16(), lines)
}

pub(crate) const REFUSED: &str = "401 allow-origin=https://app.example vary=Origin";
pub(crate) const OTHERS: &str = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
pub(crate) const OTHERS_PREFLIGHT: &str = "204 allow-methods=GET,PUT allow-origin=https://other.example \
                                           vary=Origin, Access-Control-Request-Method";
pub(crate) const FORBIDDEN: &str = "403 vary=Origin, Sec-Fetch-Site";
