//! A server whose CORS headers are written by hand, each handler with a mistake that is often seen.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{AppendHeaders, IntoResponse, Redirect},
    routing::{any, get, put},
};

use super::record;
use crate::recorder::{Recorder, handler_ran};

/// The router; `app` is the origin that the mistakes are about.
pub(super) fn router(app: String, recorder: Recorder) -> Router {
    let routes = Router::new()
        .route("/plain", get(plain))
        .route("/wildcard", get(wildcard))
        .route("/save", put(save_without_options))
        .route("/account", get(account))
        .route("/catalogue", get(catalogue))
        .route("/profile", any(save_with_redirect))
        .route("/profile/", put(save_behind_redirect))
        .route("/twice", get(twice))
        .with_state(app);
    record::on_axum(routes, recorder)
}

async fn plain() -> &'static str {
    handler_ran();
    "tea, sugar"
}

async fn wildcard() -> impl IntoResponse {
    handler_ran();
    let headers = [("access-control-allow-origin", "*"), ("access-control-allow-credentials", "true")];
    (headers, "you are logged in")
}

// Registered with `put(..)` only: OPTIONS gets 405.
async fn save_without_options(State(app): State<String>) -> impl IntoResponse {
    handler_ran();
    ([("access-control-allow-origin", app)], "saved")
}

async fn account() -> impl IntoResponse {
    handler_ran();
    (StatusCode::UNAUTHORIZED, "log in first")
}

async fn catalogue(State(app): State<String>, request: HeaderMap) -> impl IntoResponse {
    handler_ran();
    let mut headers = vec![("cache-control", "max-age=60".to_owned())];
    if request.contains_key("origin") {
        headers.push(("access-control-allow-origin", app));
        // The mistake: no `Vary: Origin`, here and on the answer without permission.
    }
    (AppendHeaders(headers), "tea, sugar")
}

// For every method, so for OPTIONS too.
async fn save_with_redirect() -> Redirect {
    Redirect::temporary("/profile/")
}

async fn save_behind_redirect(State(app): State<String>) -> impl IntoResponse {
    handler_ran();
    ([("access-control-allow-origin", app)], "saved")
}

async fn twice(State(app): State<String>) -> impl IntoResponse {
    handler_ran();
    let by_application = ("access-control-allow-origin", app.clone());
    let by_proxy = ("access-control-allow-origin", app);
    (AppendHeaders([by_application, by_proxy]), "tea, sugar")
}
