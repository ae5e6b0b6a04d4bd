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

pub(crate) const APP: (&str, &str) = ("origin", "https://app.example");
pub(crate) const OTHER: (&str, &str) = ("origin", "https://other.example");
pub(crate) const EVIL: (&str, &str) = ("origin", "https://evil.example");
pub(crate) const AUTH: (&str, &str) = ("authorization", "ok");

pub(crate) const fn acrm(method: &str) -> (&'static str, &str) {
    ("access-control-request-method", method)
}

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
    let mut lines: Vec<String> = Vec::new();
    for (name, value) in headers {
        if let Some(name) = name.as_str().strip_prefix("access-control-") {
            lines.push(format!("{name}={}", value.to_str().unwrap()));
        }
    }
    lines.sort();
    lines.insert(0, status.to_string());
    let vary: Vec<&str> = headers.get_all("vary").map(|value| value.to_str().unwrap()).collect();
    if !vary.is_empty() {
        lines.push(format!("vary={}", vary.join(", ")));
    }
    lines.join(" ")
}

pub(crate) async fn ask<S, B>(app: &S, method: &str, path: &str, headers: &[(&'static str, &str)]) -> String
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
{
    let response = respond(app, method, path, headers).await;
    shown(response.status().as_u16(), response.headers())
}

pub(crate) const ACTUAL: &str = "200 allow-origin=https://app.example vary=Origin";
pub(crate) const PREFLIGHT: &str = "204 allow-methods=GET allow-origin=https://app.example \
                                    vary=Origin, Access-Control-Request-Method";
pub(crate) const NOBODY: &str = "204 vary=Origin, Access-Control-Request-Method";
