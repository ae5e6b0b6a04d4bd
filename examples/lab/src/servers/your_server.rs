//! The page "your server": the form, what can be said while one types, and the lab's half of a probe.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    guard::{Guard, guarded},
    web_app::{SCRIPT, asset, html, session_cookie},
};
use crate::{
    page,
    probe::{
        Concluded, Foreseen, FromBrowser, Input, ask, foresee,
        target::{CONNECT_SRC, Targets},
    },
    stage::{Addresses, Page, Server},
};

#[derive(Clone, Debug)]
struct YourServer {
    addresses: Addresses,
    guard: Guard,
}

/// The page and its two questions.
///
/// # Errors
/// When the system gives no random bytes for the token.
pub(super) fn router(addresses: Addresses) -> std::io::Result<Router> {
    let guard = Guard::new(&addresses.origin(Page::App))?;
    let questions = Router::new()
        .route("/your-server/foresee", post(what_to_expect))
        .route("/your-server/ask", post(ask_again))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(guard.clone(), guarded));
    Ok(Router::new()
        .route("/your-server", get(index))
        .route("/your-server.js", get(|| asset(SCRIPT, page::YOUR_SERVER_JS)))
        .merge(questions)
        .with_state(YourServer { addresses, guard }))
}

async fn index(State(YourServer { addresses, guard }): State<YourServer>, headers: HeaderMap) -> Response {
    let app = addresses.origin(Page::App);
    if !guard.is_for_app(&headers) {
        // Nothing of the page under another name of this computer, and so no token.
        return Redirect::temporary(&format!("{app}/your-server")).into_response();
    }
    // A link on a stranger's page must not send anything by itself; one that the reader types may.
    let site = headers.get("sec-fetch-site").map(header::HeaderValue::as_bytes);
    let run = if matches!(site, Some(b"none" | b"same-origin")) { "at-once" } else { "when-asked" };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src {CONNECT_SRC}; \
         frame-src {} {}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        addresses.origin(Page::Stranger),
        addresses.origin(Page::Subdomain),
    );
    let apis = [Server::Axum, Server::HandMade, Server::Down].map(|server| addresses.server(server));
    let page = page::your_server(guard.token(), run, &app, &addresses.origin(Page::Stranger), &apis);
    html(page, &policy, [(header::SET_COOKIE, session_cookie())])
}

async fn what_to_expect(
    State(YourServer { addresses, .. }): State<YourServer>,
    Json(input): Json<Input>,
) -> Json<Foreseen> {
    Json(foresee(&input, targets(addresses), addresses))
}

/// A probe, and what the page's own half came to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    input: Input,
    browser: Option<FromBrowser>,
}

async fn ask_again(
    State(YourServer { addresses, .. }): State<YourServer>,
    headers: HeaderMap,
    Json(asked): Json<Asked>,
) -> Result<Json<Concluded>, (StatusCode, String)> {
    let targets = targets(addresses);
    let probe = asked.input.check(targets).map_err(|problems| {
        let texts: Vec<_> = problems.into_iter().map(|problem| problem.text).collect();
        (StatusCode::BAD_REQUEST, texts.join("\n"))
    })?;
    // The page's request has the cookies that the browser would send to any port of `localhost`.
    let cookies = headers.get(header::COOKIE).and_then(|line| line.to_str().ok()).unwrap_or_default();
    let concluded = ask(probe, targets, cookies.to_owned(), asked.browser).await;
    concluded.map(Json).map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error))
}

fn targets(addresses: Addresses) -> Targets {
    Targets::without(addresses.port_of_app())
}

/// A form, and what a browser got of an answer.
const MOST_BYTES: usize = 4 << 20;
