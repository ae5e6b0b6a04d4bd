//! The web app's own server: the page, what the page shows, and the judgement of what it saw.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Serialize;

use super::Listeners;
use crate::{
    experiments::{Shown, cases},
    judge::{Report, Seen},
    matrix::{self, Order, Posted},
    page,
    probe::target::CONNECT_SRC,
    recorder::{COOKIE_NAME, Key, Record, Recorder},
    stage::{Addresses, Page, Server},
};

/// What the handlers share.
#[derive(Clone, Debug)]
pub(super) struct Site(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    addresses: Addresses,
    recorder: Recorder,
    listeners: Listeners,
}

impl Site {
    pub(super) fn new(addresses: Addresses, recorder: Recorder, listeners: Listeners) -> Self {
        Self(Arc::new(Shared { addresses, recorder, listeners }))
    }
}

/// The web app; under its other host name it serves the frame of the subdomain.
pub(super) fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/lab.css", get(|| asset("text/css", page::CSS)))
        .route("/pieces.js", get(|| asset(SCRIPT, page::PIECES_JS)))
        .route("/lab.js", get(|| asset(SCRIPT, page::LAB_JS)))
        .route("/frames.js", get(|| asset(SCRIPT, page::FRAMES_JS)))
        .route("/experiments", get(experiments))
        .route("/report", post(report))
        .route("/record", get(record))
        .route("/console-errors", get(|| asset("text/plain; charset=utf-8", page::CONSOLE_ERRORS)))
        .route("/matrix", get(matrix))
        .route("/matrix.js", get(|| asset(SCRIPT, page::MATRIX_JS)))
        .route("/matrix/experiments", get(matrix_experiments))
        .route("/matrix/report", post(matrix_report))
        .merge(frame_routes())
        .with_state(site)
}

/// The stranger's server: nothing but the frame.
pub(super) fn stranger(site: Site) -> Router {
    frame_routes().with_state(site)
}

fn frame_routes() -> Router<Site> {
    Router::new()
        .route("/frame", get(frame))
        .route("/frame.js", get(|| asset(SCRIPT, page::FRAME_JS)))
        .route("/perform.js", get(|| asset(SCRIPT, page::PERFORM_JS)))
}

async fn index(State(site): State<Site>, headers: HeaderMap) -> Response {
    experimenting(&site, &headers, "/", page::INDEX_HTML)
}

/// The generated experiments.
async fn matrix(State(site): State<Site>, headers: HeaderMap) -> Response {
    experimenting(&site, &headers, "/matrix", page::MATRIX_HTML)
}

/// A page that runs experiments.
fn experimenting(site: &Site, headers: &HeaderMap, path: &str, text: &str) -> Response {
    let addresses = site.0.addresses;
    let app = addresses.origin(Page::App);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    if host.is_none_or(|host| app.strip_prefix("http://") != Some(host)) {
        // The experiments are about one origin, and 127.0.0.1 is another one than localhost.
        return Redirect::temporary(&format!("{app}{path}")).into_response();
    }
    let servers =
        [Server::Axum, Server::Actix, Server::HandMade, Server::Down].map(|server| addresses.server(server));
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' {} {}; \
         frame-src {} {}; base-uri 'none'; form-action 'none'",
        servers.join(" "),
        matrix::third_origin(addresses),
        addresses.origin(Page::Stranger),
        addresses.origin(Page::Subdomain),
    );
    html(text.to_owned(), &policy, [(header::SET_COOKIE, session_cookie())])
}

/// The page of another origin, which runs requests for the lab's page.
async fn frame(State(site): State<Site>) -> Response {
    let app = site.0.addresses.origin(Page::App);
    let policy = format!(
        "default-src 'none'; script-src 'self'; connect-src {CONNECT_SRC}; frame-ancestors {app}; base-uri 'none'"
    );
    html(page::frame(&app), &policy, [])
}

#[derive(Serialize)]
struct Experiments {
    cases: Vec<Shown>,
    frames: [String; 2],
}

/// The rows of the page, for the page load `?run=`.
async fn experiments(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
) -> Result<Json<Experiments>, StatusCode> {
    // The same rule for names as in the experiments' own queries.
    let query = query.map(|query| format!("{query}&x=all"));
    let key = Key::from_query(query.as_deref()).ok_or(StatusCode::BAD_REQUEST)?;
    let addresses = site.0.addresses;
    let cases = cases().into_iter().map(|case| case.shown(addresses, &key.run)).collect();
    let frames = [Page::Stranger, Page::Subdomain].map(|page| addresses.origin(page));
    Ok(Json(Experiments { cases, frames }))
}

/// Takes what a browser saw and says whether that is as stated.
async fn report(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    Json(seen): Json<Vec<Seen>>,
) -> Result<Json<Report>, StatusCode> {
    let key = Key::from_query(query.as_deref()).ok_or(StatusCode::BAD_REQUEST)?;
    let case = cases().into_iter().find(|case| case.id() == key.experiment).ok_or(StatusCode::NOT_FOUND)?;
    let report = Report::new(case, seen, site.0.recorder.record(&key));
    if let Some(reports) = &site.0.listeners.experiments {
        // Nobody listens any more once the table is printed.
        let _ = reports.send((key.run, report.clone()));
    }
    Ok(Json(report))
}

/// What the servers recorded for one experiment.
async fn record(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Json<Record>, StatusCode> {
    let key = Key::from_query(query.as_deref()).ok_or(StatusCode::BAD_REQUEST)?;
    Ok(Json(site.0.recorder.record(&key)))
}

#[derive(Serialize)]
struct Orders {
    orders: Vec<Order>,
    frames: [String; 2],
}

/// The generated experiments, for the page load `?run=`.
async fn matrix_experiments(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
) -> Result<Json<Orders>, StatusCode> {
    let query = query.map(|query| format!("{query}&x=all"));
    let key = Key::from_query(query.as_deref()).ok_or(StatusCode::BAD_REQUEST)?;
    let addresses = site.0.addresses;
    let orders = matrix::experiments(addresses);
    let orders = orders.iter().map(|experiment| experiment.order(addresses, &key.run)).collect();
    let frames = [Page::Stranger, Page::Subdomain].map(|page| addresses.origin(page));
    Ok(Json(Orders { orders, frames }))
}

/// Takes what a browser saw of them.
async fn matrix_report(State(site): State<Site>, Json(posted): Json<Posted>) -> StatusCode {
    if let Some(reports) = &site.0.listeners.matrix {
        // Nobody listens any more once the file is written.
        let _ = reports.send(posted);
    }
    StatusCode::NO_CONTENT
}

/// Makes the reader a user of the demonstration.
pub(super) fn session_cookie() -> String {
    format!("{COOKIE_NAME}=demo; Path=/; SameSite=Lax; HttpOnly")
}

/// A file of the page.
pub(super) async fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text)
}

/// A page with its content security policy; never stored.
pub(super) fn html<const N: usize>(text: String, policy: &str, more: [(HeaderName, String); N]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, more, text).into_response()
}

pub(super) const SCRIPT: &str = "text/javascript; charset=utf-8";
