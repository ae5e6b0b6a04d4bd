//! The programs on axum. Three handlers on one path; only what answers preflights and adds headers differs.

use std::{io, net::TcpListener, time::Duration};

use axum::{Router, routing};
use benches::cases::{HEADERS, METHODS, PAGE};
use cors::cors;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use tower_http::cors::CorsLayer;

use crate::apps::{Api, BODY};

/// Serves a program with one thread.
pub(crate) fn serve(listener: TcpListener, app: Router) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await
    })
}

/// Without CORS.
pub(crate) fn bare() -> Router {
    Router::new().route("/orders", routing::get(list).put(replace).delete(delete))
}

/// With this library's router, which answers preflights before all layers.
pub(crate) fn router() -> Router {
    cors::axum::Router::new().route("/orders", annotated_routes()).finish()
}

/// With this library in axum's own router.
pub(crate) fn per_route() -> Router {
    Router::new().route("/orders", annotated_routes().cors())
}

/// With the usual middleware.
pub(crate) fn tower_http() -> Router {
    bare().layer(
        CorsLayer::new()
            .allow_origin([HeaderValue::from_static(PAGE)])
            .allow_methods(METHODS.map(|method| Method::from_bytes(method.as_bytes()).expect("a method")))
            .allow_headers(HEADERS.map(HeaderName::from_static))
            .allow_credentials(true)
            .max_age(Duration::from_mins(10)),
    )
}

fn annotated_routes() -> cors::axum::CorsRoute {
    cors::axum::get(annotated_list).put(annotated_replace).delete(annotated_delete)
}

async fn list() -> &'static str {
    BODY
}

async fn replace(body: String) -> (StatusCode, String) {
    (StatusCode::CREATED, body)
}

async fn delete() -> StatusCode {
    StatusCode::NO_CONTENT
}

#[cors(Api)]
async fn annotated_list() -> &'static str {
    list().await
}

#[cors(Api)]
async fn annotated_replace(body: String) -> (StatusCode, String) {
    replace(body).await
}

#[cors(Api)]
async fn annotated_delete() -> StatusCode {
    delete().await
}
