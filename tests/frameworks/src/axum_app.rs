//! The application on axum; see [`app`](crate::app).
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, thread, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes, HttpBody},
    extract::{FromRequestParts, Path, Request, State, WebSocketUpgrade},
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use cors::{
    axum::{CorsRoute, Router, SkipPreflight, any, delete, get, put, without},
    cors,
};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer};

use crate::{
    app::{APP, Counts, Front, Server, Shared, Tenants},
    exchange::{Exception, Form},
};

/// Where axum differs from the table.
pub const EXCEPTIONS: &[Exception] = &[];

type Counted = State<Arc<Counts>>;

/// Counts a run as an extractor.
#[derive(Debug)]
struct Probe;

impl FromRequestParts<Arc<Counts>> for Probe {
    type Rejection = Infallible;

    async fn from_request_parts(_parts: &mut Parts, counts: &Arc<Counts>) -> Result<Self, Infallible> {
        counts.extractor();
        Ok(Self)
    }
}

#[derive(Debug, Deserialize)]
struct Order {
    item: String,
}

#[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
async fn list_orders(_probe: Probe, State(counts): Counted) -> impl IntoResponse {
    counts.handler();
    ([("x-total", "2")], "orders")
}

#[cors(
    origins = ["https://app.example", "https://admin.example"],
    headers = ["content-type", "x-token"],
    max_age = "10m",
)]
async fn create_order(
    State(counts): Counted,
    _probe: Probe,
    Json(order): Json<Order>,
) -> Result<impl IntoResponse, StatusCode> {
    counts.handler();
    if order.item.is_empty() { Err(StatusCode::CONFLICT) } else { Ok((StatusCode::CREATED, order.item)) }
}

#[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
async fn delete_order(State(counts): Counted, Path(_id): Path<u32>) -> StatusCode {
    counts.handler();
    StatusCode::NO_CONTENT
}

#[cors(origins = any, expose_headers = ["x-total"])]
async fn public(State(counts): Counted) -> &'static str {
    counts.handler();
    "public"
}

#[cors(
    origins = ["https://app.example"],
    on_refused = forbid,
    public_origin = "https://api.example",
)]
async fn strict(State(counts): Counted, _probe: Probe) -> &'static str {
    counts.handler();
    "strict"
}

#[cors(Tenants)]
async fn runtime(State(counts): Counted) -> &'static str {
    counts.handler();
    "runtime"
}

#[cors(Shared)]
async fn read_shared(State(counts): Counted) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(Shared)]
async fn write_shared(State(counts): Counted) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(origins = ["https://app.example"], preflight_status = 200)]
async fn legacy(State(counts): Counted) -> &'static str {
    counts.handler();
    "legacy"
}

#[cors(origins = ["https://app.example"])]
async fn own(State(counts): Counted) -> &'static str {
    counts.handler();
    "own"
}

#[cors(origins = ["https://app.example"])]
async fn own_options(State(counts): Counted) -> &'static str {
    counts.handler();
    "own options"
}

#[cors(origins = ["https://app.example"])]
async fn number(State(counts): Counted, Path(n): Path<u32>) -> String {
    counts.handler();
    n.to_string()
}

#[cors(origins = ["https://app.example"])]
async fn conflict(State(counts): Counted) -> Result<&'static str, (StatusCode, &'static str)> {
    counts.handler();
    Err((StatusCode::CONFLICT, "taken"))
}

#[cors(origins = ["https://app.example"])]
async fn missing(State(counts): Counted) -> StatusCode {
    counts.handler();
    StatusCode::NOT_FOUND
}

#[cors(origins = ["https://app.example"])]
async fn redirect(State(counts): Counted) -> Redirect {
    counts.handler();
    Redirect::to("/orders")
}

#[cors(origins = ["https://app.example"])]
async fn headers(State(counts): Counted) -> impl IntoResponse {
    counts.handler();
    let mut response = Response::new(Body::from("headers"));
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://evil.example"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*"),
        ("access-control-expose-headers", "*"),
        ("access-control-max-age", "86400"),
        ("access-control-allow-private-network", "true"),
        ("vary", "Accept"),
    ] {
        response.headers_mut().append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

#[cors(origins = ["https://app.example"])]
async fn vary_star(State(counts): Counted) -> impl IntoResponse {
    counts.handler();
    ([("vary", "*")], "varies")
}

#[cors(origins = ["https://app.example"])]
async fn stream(State(counts): Counted) -> Body {
    counts.handler();
    Body::new(Pieces(vec!["first,", "second"]))
}

#[cors(origins = ["https://app.example"])]
async fn any_method(State(counts): Counted) -> &'static str {
    counts.handler();
    "any"
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
async fn socket(State(counts): Counted, upgrade: WebSocketUpgrade) -> Response {
    counts.handler();
    upgrade.on_upgrade(async |mut socket| {
        while let Some(Ok(message)) = socket.recv().await {
            if socket.send(message).await.is_err() {
                return;
            }
        }
    })
}

#[cors(off)]
async fn off(State(counts): Counted) -> &'static str {
    counts.handler();
    "off"
}

#[cors(origins = ["https://app.example"])]
async fn item<const LIMIT: usize>(
    State(counts): Counted,
    Path(id): Path<usize>,
) -> Result<String, StatusCode> {
    counts.handler();
    if id < LIMIT { Ok(id.to_string()) } else { Err(StatusCode::NOT_FOUND) }
}

#[cors(origins = ["https://app.example"])]
async fn panics(State(counts): Counted) -> &'static str {
    counts.handler();
    // The fault of a program; unlike `panic!` it writes nothing into the report.
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
async fn slow(State(counts): Counted) {
    counts.handler();
    tokio::time::sleep(Duration::from_secs(10)).await;
}

#[cors(origins = ["https://app.example"])]
async fn limited(State(counts): Counted, body: Bytes) -> String {
    counts.handler();
    body.len().to_string()
}

async fn plain(State(counts): Counted) -> &'static str {
    counts.handler();
    "plain"
}

async fn auth(State(counts): Counted, request: Request, next: Next) -> Response {
    counts.layer();
    if request.headers().get("authorization").is_some_and(|value| value == "ok") {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

type Routes = Vec<(&'static str, CorsRoute<Arc<Counts>>)>;

fn routes() -> Routes {
    vec![
        ("/orders", get(list_orders).post(create_order)),
        ("/orders/{id}", delete(delete_order).get(without(plain))),
        ("/public", get(public)),
        ("/strict", put(strict)),
        ("/runtime", get(runtime)),
        ("/shared", get(read_shared).post(write_shared)),
        ("/legacy", get(legacy)),
        ("/own", get(own).options(own_options)),
        ("/number/{n}", get(number)),
        ("/conflict", get(conflict)),
        ("/missing", get(missing)),
        ("/redirect", get(redirect)),
        ("/headers", get(headers)),
        ("/vary-star", get(vary_star)),
        ("/stream", get(stream)),
        ("/any", any(any_method)),
        ("/socket", get(socket)),
        ("/off", get(off)),
        ("/panic", get(panics)),
        ("/slow", get(slow)),
        ("/limited", cors::axum::post(limited)),
    ]
}

fn nested() -> Routes {
    vec![("/items/{id}", get(item::<1000>))]
}

fn foreign() -> axum::Router<Arc<Counts>> {
    axum::Router::new()
        .route("/foreign", axum::routing::get(plain).options(plain))
        .route("/foreign-any", axum::routing::any(plain))
}

/// Routes in axum's own router.
fn plain_router() -> axum::Router<Arc<Counts>> {
    let collect = |routes: Routes| {
        routes.into_iter().fold(axum::Router::new(), |router, (path, route)| router.route(path, route.cors()))
    };
    collect(routes()).nest("/api", collect(nested())).merge(foreign())
}

/// Routes in this library's router.
fn table_router() -> Router<Arc<Counts>> {
    let collect = |routes: Routes| {
        routes.into_iter().fold(Router::new(), |router, (path, route)| router.route(path, route))
    };
    collect(routes()).nest("/api", collect(nested())).merge(foreign())
}

/// The application in one form.
pub fn router(form: Form, counts: &Arc<Counts>) -> axum::Router {
    let auth = middleware::from_fn_with_state(Arc::clone(counts), auth);
    let router = match form {
        Form::Routes => plain_router(),
        Form::Table => table_router().finish(),
        Form::Skip => plain_router().layer(SkipPreflight(auth)),
        Form::Front => table_router()
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_millis(200)))
            .layer(RequestBodyLimitLayer::new(64))
            .layer(auth)
            .layer(CatchPanicLayer::new())
            .policy::<Front>()
            .finish(),
    };
    router.with_state(Arc::clone(counts))
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let address = serve(router(form, &counts))?;
    Ok(Server::new(address, counts))
}

/// Serves a router on a port of its own for as long as the program runs.
///
/// # Errors
/// Those of the sockets.
pub fn serve(router: axum::Router) -> io::Result<SocketAddr> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
    let address = listener.local_addr()?;
    thread::spawn(move || runtime.block_on(async { axum::serve(listener, router).await }));
    Ok(address)
}

/// A body of pieces whose length is not known beforehand.
#[derive(Debug)]
struct Pieces(Vec<&'static str>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        let piece = (!self.0.is_empty()).then(|| self.0.remove(0));
        std::task::Poll::Ready(
            piece.map(|piece| Ok(http_body::Frame::data(Bytes::from_static(piece.as_bytes())))),
        )
    }
}
