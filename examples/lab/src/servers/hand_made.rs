//! A server whose CORS headers are written by hand, each handler with a mistake that is often seen.

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, Method, StatusCode, header::ACCESS_CONTROL_REQUEST_METHOD},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::{any, get, put},
};

use super::record;
use crate::{
    matrix::{self, ScriptedAnswer},
    recorder::{Recorder, handler_ran},
    stage::{Addresses, Page},
};

/// The router; the app's origin is what the mistakes are about.
pub(super) fn router(addresses: Addresses, recorder: Recorder) -> Router {
    let app = addresses.origin(Page::App);
    let routes = Router::new()
        .merge(scripted(addresses))
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

/// Answers as they stand in the lists of faults and habits.
fn scripted(addresses: Addresses) -> Router<String> {
    let mut routes = Router::new();
    let landings = [matrix::landing(addresses), matrix::landing_any(addresses)];
    for scripted in matrix::faults(addresses).into_iter().chain(matrix::habits(addresses)).chain(landings) {
        let path = format!("/fault/{}", scripted.id);
        let handler = async move |method: Method, RawQuery(query): RawQuery, headers: HeaderMap| {
            let is_preflight =
                method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
            if !is_preflight {
                handler_ran();
            }
            answer(scripted.answer(is_preflight), query.as_deref())
        };
        routes = routes.route(&path, any(handler));
    }
    routes
}

/// `query` goes along with a redirect, so that browsers name the experiment where they speak of it.
fn answer(answer: &ScriptedAnswer, query: Option<&str>) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers.iter().map(|(name, value)| match (*name, query) {
        ("location", Some(query)) => (*name, format!("{value}?{query}")),
        _ => (*name, value.clone()),
    });
    (status, AppendHeaders(headers.collect::<Vec<_>>())).into_response()
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
