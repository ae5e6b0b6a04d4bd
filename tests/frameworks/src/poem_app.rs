//! The application on poem; see [`app`](crate::app).
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]
#![expect(clippy::needless_pass_by_value, reason = "handlers take extractors by value")]

use std::{fmt::Display, io, net::SocketAddr, sync::Arc, thread, time::Duration};

use cors::poem::{CorsRoute, Route, any, cors, delete, get, post, put, without};
use futures_util::{SinkExt, StreamExt, stream};
use poem::{
    Body, Endpoint, EndpointExt, Error, FromRequest, IntoEndpoint, IntoResponse, Request, RequestBody,
    Response, Result, Server as Poem, handler,
    http::{HeaderName, HeaderValue, StatusCode},
    listener::TcpAcceptor,
    middleware::CatchPanic,
    web::{Data, Json, Path, Redirect, websocket::WebSocket},
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    app::{APP, Counts, Front, Server, Shared, Tenants},
    exchange::{Exception, Expected, Form},
};

/// Where poem differs from the table.
pub const EXCEPTIONS: &[Exception] = &[Exception::differs(
    "an extractor of the body finds other JSON",
    None,
    Expected::kept_out(400, &[("access-control-allow-origin", "https://app.example")], &["origin"]),
    "the framework's `Json` refuses with 400 whatever is wrong",
)];

type Counted<'a> = Data<&'a Arc<Counts>>;

/// Counts a run as an extractor.
#[derive(Debug)]
struct Probe;

impl<'a> FromRequest<'a> for Probe {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        if let Some(counts) = request.data::<Arc<Counts>>() {
            counts.extractor();
        }
        Ok(Self)
    }
}

#[derive(Debug, Deserialize)]
struct Order {
    item: String,
}

/// Lists orders. It is public to show that what the attribute adds needs no documentation of its own.
#[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
#[handler]
pub async fn list_orders(_probe: Probe, counts: Counted<'_>) -> impl IntoResponse {
    counts.handler();
    "orders".with_header("x-total", "2")
}

#[cors(
    origins = ["https://app.example", "https://admin.example"],
    headers = ["content-type", "x-token"],
    max_age = "10m",
)]
#[handler]
async fn create_order(
    counts: Counted<'_>,
    _probe: Probe,
    Json(order): Json<Order>,
) -> Result<impl IntoResponse> {
    counts.handler();
    if order.item.is_empty() {
        Err(Error::from_status(StatusCode::CONFLICT))
    } else {
        Ok(order.item.with_status(StatusCode::CREATED))
    }
}

#[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
#[handler]
async fn delete_order(counts: Counted<'_>, Path(_id): Path<u32>) -> StatusCode {
    counts.handler();
    StatusCode::NO_CONTENT
}

#[cors(origins = any, expose_headers = ["x-total"])]
#[handler]
fn public(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "public"
}

#[cors(
    origins = ["https://app.example"],
    on_refused = forbid,
    public_origin = "https://api.example",
)]
#[handler]
fn strict(counts: Counted<'_>, _probe: Probe) -> &'static str {
    counts.handler();
    "strict"
}

#[cors(Tenants)]
#[handler]
fn runtime(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "runtime"
}

#[cors(Shared)]
#[handler]
fn read_shared(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(Shared)]
#[handler]
fn write_shared(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(origins = ["https://app.example"], preflight_status = 200)]
#[handler]
fn legacy(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "legacy"
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn own(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "own"
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn own_options(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "own options"
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn number(counts: Counted<'_>, Path(n): Path<u32>) -> String {
    counts.handler();
    n.to_string()
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn conflict(counts: Counted<'_>) -> Result<&'static str> {
    counts.handler();
    Err(Error::from_string("taken", StatusCode::CONFLICT))
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn missing(counts: Counted<'_>) -> StatusCode {
    counts.handler();
    StatusCode::NOT_FOUND
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn redirect(counts: Counted<'_>) -> Redirect {
    counts.handler();
    Redirect::see_other("/orders")
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn headers(counts: Counted<'_>) -> Response {
    counts.handler();
    let mut response = "headers".into_response();
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
#[handler]
fn vary_star(counts: Counted<'_>) -> impl IntoResponse {
    counts.handler();
    "varies".with_header("vary", "*")
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn streamed(counts: Counted<'_>) -> Body {
    counts.handler();
    Body::from_bytes_stream(stream::iter(["first,", "second"].map(Ok::<_, io::Error>)))
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn any_method(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "any"
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
#[handler]
fn socket(counts: Counted<'_>, upgrade: WebSocket) -> impl IntoResponse {
    counts.handler();
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.next().await {
            if socket.send(message).await.is_err() {
                return;
            }
        }
    })
}

#[cors(off)]
#[handler]
fn off(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "off"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn item<T>(counts: Counted<'_>, Path(id): Path<T>) -> String
where
    T: DeserializeOwned + Display + Send + Sync,
{
    counts.handler();
    id.to_string()
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn panics(counts: Counted<'_>) -> &'static str {
    counts.handler();
    // The fault of a program; unlike `panic!` it writes nothing into the report.
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn slow(counts: Counted<'_>) {
    counts.handler();
    tokio::time::sleep(Duration::from_secs(10)).await;
}

#[cors(origins = ["https://app.example"])]
#[handler]
fn limited(counts: Counted<'_>, body: Vec<u8>) -> String {
    counts.handler();
    body.len().to_string()
}

#[handler]
fn plain(counts: Counted<'_>) -> &'static str {
    counts.handler();
    "plain"
}

async fn auth<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
    if let Some(counts) = request.data::<Arc<Counts>>() {
        counts.layer();
    }
    if request.header("authorization") == Some("ok") {
        inner.call(request).await.map(IntoResponse::into_response)
    } else {
        Err(Error::from_status(StatusCode::UNAUTHORIZED))
    }
}

async fn timeout<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
    match tokio::time::timeout(Duration::from_millis(200), inner.call(request)).await {
        Ok(answer) => answer.map(IntoResponse::into_response),
        Err(_) => Err(Error::from_status(StatusCode::REQUEST_TIMEOUT)),
    }
}

/// Unlike the framework's own it lets requests pass that have no body.
async fn limit<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
    let length = request.header("content-length").and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > 64) {
        return Err(Error::from_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    inner.call(request).await.map(IntoResponse::into_response)
}

fn routes() -> Vec<(&'static str, CorsRoute)> {
    vec![
        ("/orders", get(list_orders).post(create_order)),
        ("/orders/:id", delete(delete_order).get(without(plain))),
        ("/public", get(public)),
        ("/strict", put(strict)),
        ("/runtime", get(runtime)),
        ("/shared", get(read_shared).post(write_shared)),
        ("/legacy", get(legacy)),
        ("/own", get(own).options(own_options)),
        ("/number/:n", get(number)),
        ("/conflict", get(conflict)),
        ("/missing", get(missing)),
        ("/redirect", get(redirect)),
        ("/headers", get(headers)),
        ("/vary-star", get(vary_star)),
        ("/stream", get(streamed)),
        ("/any", any(any_method)),
        ("/socket", get(socket)),
        ("/off", get(off)),
        ("/panic", get(panics)),
        ("/slow", get(slow)),
        ("/limited", post(limited)),
    ]
}

fn nested() -> CorsRoute {
    get(item::<u32>::default())
}

/// Routes in poem's own router.
fn plain_router() -> poem::Route {
    let router = poem::Route::new()
        .nest("/api", poem::Route::new().at("/items/:id", nested()))
        .at("/foreign", poem::get(plain).options(plain))
        .at("/foreign-any", plain);
    routes().into_iter().fold(router, |router, (path, route)| router.at(path, route))
}

/// Routes in this library's router.
fn table_router() -> Route {
    let router = Route::new()
        .nest("/api", Route::new().at("/items/:id", nested()))
        .at("/foreign", poem::get(plain).options(plain))
        .at("/foreign-any", plain);
    routes().into_iter().fold(router, |router, (path, route)| router.at(path, route))
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let data = Arc::clone(&counts);
    let address = match form {
        Form::Routes => serve(plain_router().data(data))?,
        Form::Table => serve(table_router().data(data).finish())?,
        // The table of routes stands outside of authentication: there is nothing to skip.
        Form::Skip => serve(table_router().around(auth).data(data).finish())?,
        Form::Front => serve(
            table_router()
                .around(timeout)
                .around(limit)
                .around(auth)
                .with(CatchPanic::new())
                .data(data)
                .policy::<Front>()
                .finish(),
        )?,
    };
    Ok(Server::new(address, counts))
}

/// Serves an application on a port of its own for as long as the program runs.
///
/// # Errors
/// Those of the sockets.
pub fn serve<E>(app: E) -> io::Result<SocketAddr>
where
    E: IntoEndpoint + Send + 'static,
    E::Endpoint: 'static,
{
    let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let acceptor = {
        let _guard = executor.enter();
        TcpAcceptor::from_std(listener)?
    };
    thread::spawn(move || executor.block_on(async { Poem::new_with_acceptor(acceptor).run(app).await }));
    Ok(address)
}
