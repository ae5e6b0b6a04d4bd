//! The API on axum.

#![expect(clippy::unused_async, reason = "a handler is async, whether it waits for something or not")]

use axum::{
    extract::{Path, Request},
    http::{HeaderMap, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use cors::{
    axum::{Router, delete, get, post, put},
    cors,
};

use super::{
    matrix_api::{self, Served},
    policies::{Configured, Staff},
    record, user_of,
};
use crate::recorder::{Recorder, handler_ran};

/// The router, with everything on record.
pub(super) fn router(recorder: Recorder, matrix: &[Served]) -> axum::Router {
    let routes = Router::new()
        .route("/orders", get(list_orders).post(create_order))
        .route("/orders/{id}", delete(delete_order))
        .route("/prices", get(list_prices))
        .route("/partners", get(list_partners))
        .route("/search", get(search))
        .route("/invoice", get(show_invoice))
        .route("/settings", put(save_settings))
        .route("/upload", post(upload))
        .route("/whoami", get(whoami))
        .route("/wrong-port", get(wrong_port))
        .route("/configured", get(configured))
        .route("/catalogue", get(catalogue))
        .route("/profile", put(save_profile))
        .route("/once", get(once))
        .route("/transfer", post(transfer))
        .route("/guarded-transfer", post(guarded_transfer))
        .merge(Router::new().route("/account", get(account)).layer(middleware::from_fn(require_login)));
    record::on_axum(matrix_api::on_axum(routes, matrix).finish(), recorder)
}

#[cors(origins = ["http://localhost:*"])]
async fn list_orders() -> &'static str {
    handler_ran();
    "tea, sugar"
}

#[cors(origins = any)]
async fn list_prices() -> &'static str {
    handler_ran();
    "tea 3, sugar 1"
}

#[cors(origins = ["http://*.localhost:*"])]
async fn list_partners() -> &'static str {
    handler_ran();
    "shop, depot"
}

#[cors(origins = ["http://localhost:*"], headers = ["content-type"])]
async fn create_order(body: String) -> impl IntoResponse {
    handler_ran();
    (StatusCode::CREATED, format!("ordered {body}"))
}

#[cors(Staff)]
async fn delete_order(Path(id): Path<u32>, headers: HeaderMap) -> Result<String, StatusCode> {
    handler_ran();
    let user = user_of(headers.get("cookie")).ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(format!("{user} deleted order {id}"))
}

#[cors(origins = ["http://localhost:*"], headers = ["x-lab-tag"])]
async fn search() -> &'static str {
    handler_ran();
    "found: tea"
}

#[cors(origins = ["http://localhost:*"], expose_headers = ["x-request-id"])]
async fn show_invoice() -> impl IntoResponse {
    handler_ran();
    ([("x-request-id", "7"), ("x-internal-host", "db-3")], "tea 3, sugar 1")
}

#[cors(origins = ["http://localhost:*"], max_age = "10m")]
async fn save_settings() -> &'static str {
    handler_ran();
    "saved"
}

#[cors(origins = ["http://localhost:*"])]
async fn upload(body: String) -> String {
    handler_ran();
    format!("{} bytes", body.len())
}

#[cors(Staff)]
async fn whoami(headers: HeaderMap) -> Result<String, StatusCode> {
    handler_ran();
    let user = user_of(headers.get("cookie")).ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(format!("you are {user}"))
}

#[cors(origins = ["http://localhost:3000"])]
async fn wrong_port() -> &'static str {
    handler_ran();
    "tea, sugar"
}

#[cors(Configured)]
async fn configured() -> &'static str {
    handler_ran();
    "tea, sugar"
}

#[cors(Staff)]
async fn account() -> &'static str {
    handler_ran();
    "balance: 3"
}

// A layer around the handler; it knows nothing about CORS.
async fn require_login(request: Request, next: Next) -> Response {
    match user_of(request.headers().get("cookie")) {
        Some(_) => next.run(request).await,
        None => (StatusCode::UNAUTHORIZED, "log in first").into_response(),
    }
}

#[cors(origins = ["http://localhost:*"])]
async fn catalogue() -> impl IntoResponse {
    handler_ran();
    ([("cache-control", "max-age=60")], "tea, sugar")
}

#[cors(origins = ["http://localhost:*"])]
async fn save_profile() -> &'static str {
    handler_ran();
    "saved"
}

#[cors(origins = ["http://localhost:*"])]
async fn once() -> impl IntoResponse {
    handler_ran();
    ([("access-control-allow-origin", "https://old.example.com")], "tea, sugar")
}

#[cors(origins = ["http://localhost:*"])]
async fn transfer() -> &'static str {
    handler_ran();
    "100 moved"
}

#[cors(origins = ["http://localhost:*"], on_refused = forbid)]
async fn guarded_transfer() -> &'static str {
    handler_ran();
    "100 moved"
}
