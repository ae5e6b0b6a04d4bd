//! Policies, handlers and a way to ask for all tests.

use actix_http::Request;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    error,
    http::{Method, header::HeaderMap},
    middleware::Next,
    test::TestRequest,
};
use cors::{CorsPolicy, cors};

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
pub(crate) async fn create() -> HttpResponse {
    HttpResponse::Created().finish()
}

#[cors(off)]
pub(crate) async fn off() -> &'static str {
    "off"
}

pub(crate) async fn plain() -> &'static str {
    "plain"
}

pub(crate) const AUTH: (&str, &str) = ("authorization", "ok");

/// Lets requests through that carry `authorization`. It answers by an error, as most do.
pub(crate) async fn auth<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if request.headers().contains_key("authorization") {
        next.call(request).await
    } else {
        Err(error::ErrorUnauthorized("who are you?"))
    }
}

/// Sends a request; the answer, or what the server makes of the error.
pub(crate) async fn respond<S, B>(
    app: &S,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> HttpResponse<()>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
{
    let mut request = TestRequest::with_uri(path).method(Method::from_bytes(method.as_bytes()).unwrap());
    for header in headers {
        request = request.append_header(*header);
    }
    match app.call(request.to_request()).await {
        Ok(response) => response.into_parts().1.drop_body(),
        Err(error) => error.error_response().drop_body(),
    }
}

/// Status, CORS headers without `access-control-`, and `Vary`: `200 allow-origin=* vary=Origin`.
pub(crate) fn shown(status: u16, headers: &HeaderMap) -> String {
    let lines = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    frameworks::shown::shown(status, lines)
}

pub(crate) async fn ask<S, B>(app: &S, method: &str, path: &str, headers: &[(&'static str, &str)]) -> String
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
{
    let response = respond(app, method, path, headers).await;
    shown(response.status().as_u16(), response.headers())
}
