//! The application on hyper 1 with tower's services; see [`app`](crate::app).
//!
//! There are no extractors here: a handler that takes something out of a request counts as run when it has it.
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    thread,
    time::Duration,
};

use axum::body::{Body, Bytes};
use cors::{
    cors,
    tower::{PathParams, routes, without},
};
use futures_util::{SinkExt, StreamExt};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio_tungstenite::{WebSocketStream, tungstenite};
use tower::{Service, ServiceBuilder, ServiceExt, layer::layer_fn, util::BoxCloneSyncService};
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer};

use crate::{
    app::{APP, Counts, Front, Server, Shared, Tenants},
    exchange::{Exception, Form},
};

/// Where tower differs from the table.
pub const EXCEPTIONS: &[Exception] = &[];

fn counts(request: &Request<Body>) -> Arc<Counts> {
    request.extensions().get().cloned().unwrap_or_default()
}

/// What an extractor would do.
fn probe(request: &Request<Body>) {
    counts(request).extractor();
}

fn text(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
}

fn ok(request: &Request<Body>, body: &'static str) -> Response<Body> {
    counts(request).handler();
    text(StatusCode::OK, body)
}

fn number_of(request: &Request<Body>, name: &str) -> Option<usize> {
    request.extensions().get::<PathParams>()?.get(name)?.parse().ok()
}

#[derive(Debug, Deserialize)]
struct Order {
    item: String,
}

#[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
async fn list_orders(request: Request<Body>) -> Response<Body> {
    probe(&request);
    let mut response = ok(&request, "orders");
    response.headers_mut().insert("x-total", HeaderValue::from_static("2"));
    response
}

#[cors(
    origins = ["https://app.example", "https://admin.example"],
    headers = ["content-type", "x-token"],
    max_age = "10m",
)]
async fn create_order(request: Request<Body>) -> Response<Body> {
    probe(&request);
    let counts = counts(&request);
    let Ok(body) = request.into_body().collect().await else {
        return text(StatusCode::BAD_REQUEST, "");
    };
    match serde_json::from_slice::<Order>(&body.to_bytes()) {
        Ok(order) => {
            counts.handler();
            text(StatusCode::CREATED, order.item)
        }
        Err(error) if error.is_data() => text(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
        Err(error) => text(StatusCode::BAD_REQUEST, error.to_string()),
    }
}

#[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
async fn delete_order(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    text(StatusCode::NO_CONTENT, Body::empty())
}

#[cors(origins = any, expose_headers = ["x-total"])]
async fn public(request: Request<Body>) -> Response<Body> {
    ok(&request, "public")
}

#[cors(
    origins = ["https://app.example"],
    on_refused = forbid,
    public_origin = "https://api.example",
)]
async fn strict(request: Request<Body>) -> Response<Body> {
    probe(&request);
    ok(&request, "strict")
}

#[cors(Tenants)]
async fn runtime(request: Request<Body>) -> Response<Body> {
    ok(&request, "runtime")
}

#[cors(Shared)]
async fn read_shared(request: Request<Body>) -> Response<Body> {
    ok(&request, "shared")
}

#[cors(Shared)]
async fn write_shared(request: Request<Body>) -> Response<Body> {
    ok(&request, "shared")
}

#[cors(origins = ["https://app.example"], preflight_status = 200)]
async fn legacy(request: Request<Body>) -> Response<Body> {
    ok(&request, "legacy")
}

#[cors(origins = ["https://app.example"])]
async fn own(request: Request<Body>) -> Response<Body> {
    ok(&request, "own")
}

#[cors(origins = ["https://app.example"])]
async fn own_options(request: Request<Body>) -> Response<Body> {
    ok(&request, "own options")
}

#[cors(origins = ["https://app.example"])]
async fn number(request: Request<Body>) -> Response<Body> {
    match number_of(&request, "n") {
        Some(n) => {
            counts(&request).handler();
            text(StatusCode::OK, n.to_string())
        }
        None => text(StatusCode::BAD_REQUEST, "not a number"),
    }
}

#[cors(origins = ["https://app.example"])]
async fn conflict(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    text(StatusCode::CONFLICT, "taken")
}

#[cors(origins = ["https://app.example"])]
async fn missing(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    text(StatusCode::NOT_FOUND, "")
}

#[cors(origins = ["https://app.example"])]
async fn redirect(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    let mut response = text(StatusCode::SEE_OTHER, "");
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/orders"));
    response
}

#[cors(origins = ["https://app.example"])]
async fn headers(request: Request<Body>) -> Response<Body> {
    let mut response = ok(&request, "headers");
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
async fn vary_star(request: Request<Body>) -> Response<Body> {
    let mut response = ok(&request, "varies");
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("*"));
    response
}

#[cors(origins = ["https://app.example"])]
async fn stream(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    let pieces = ["first,", "second"].map(|piece| Ok::<_, Infallible>(Bytes::from_static(piece.as_bytes())));
    text(StatusCode::OK, Body::from_stream(futures_util::stream::iter(pieces)))
}

#[cors(origins = ["https://app.example"])]
async fn any_method(request: Request<Body>) -> Response<Body> {
    ok(&request, "any")
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
async fn socket(mut request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    let Some(key) = request.headers().get(header::SEC_WEBSOCKET_KEY) else {
        return text(StatusCode::BAD_REQUEST, "");
    };
    let accept = tungstenite::handshake::derive_accept_key(key.as_bytes());
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let role = tungstenite::protocol::Role::Server;
        let mut socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), role, None).await;
        while let Some(Ok(message)) = socket.next().await {
            if socket.send(message).await.is_err() {
                return;
            }
        }
    });
    let mut response = text(StatusCode::SWITCHING_PROTOCOLS, Body::empty());
    let lines = response.headers_mut();
    lines.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    lines.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = accept.parse() {
        lines.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

#[cors(off)]
async fn off(request: Request<Body>) -> Response<Body> {
    ok(&request, "off")
}

#[cors(origins = ["https://app.example"])]
async fn item<const LIMIT: usize>(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    match number_of(&request, "id").filter(|id| *id < LIMIT) {
        Some(id) => text(StatusCode::OK, id.to_string()),
        None => text(StatusCode::NOT_FOUND, ""),
    }
}

#[cors(origins = ["https://app.example"])]
async fn panics(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    // The fault of a program; unlike `panic!` it writes nothing into the report.
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
async fn slow(request: Request<Body>) -> Response<Body> {
    counts(&request).handler();
    tokio::time::sleep(Duration::from_secs(10)).await;
    text(StatusCode::OK, "")
}

#[cors(origins = ["https://app.example"])]
async fn limited(request: Request<Body>) -> Response<Body> {
    let counts = counts(&request);
    match request.into_body().collect().await {
        Ok(body) => {
            counts.handler();
            text(StatusCode::OK, body.to_bytes().len().to_string())
        }
        Err(_) => text(StatusCode::PAYLOAD_TOO_LARGE, ""),
    }
}

async fn plain(request: Request<Body>) -> Response<Body> {
    ok(&request, "plain")
}

/// What knows nothing of this library: the routes of somebody else, and 404.
async fn foreign(request: Request<Body>) -> Response<Body> {
    match (request.method().as_str(), request.uri().path()) {
        ("GET" | "OPTIONS", "/foreign") | (_, "/foreign-any") => ok(&request, "foreign"),
        _ => text(StatusCode::NOT_FOUND, ""),
    }
}

/// Authentication that knows nothing about CORS.
#[derive(Debug, Clone)]
struct Auth<S>(S);

impl<S, B> Service<Request<Body>> for Auth<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    B: Default + Send + 'static,
{
    type Response = Response<B>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<B>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        counts(&request).layer();
        if request.headers().get(header::AUTHORIZATION).is_some_and(|value| value == "ok") {
            Box::pin(self.0.call(request))
        } else {
            let mut response = Response::new(B::default());
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            Box::pin(async { Ok(response) })
        }
    }
}

/// The application in one form, boxed so that all forms have one type.
///
/// # Errors
/// Paths that cannot be routed.
pub fn service(form: Form) -> io::Result<BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>> {
    let routes = routes! {
        GET "/orders" => list_orders,
        POST "/orders" => create_order,
        DELETE "/orders/{id}" => delete_order,
        GET "/orders/{id}" => without(plain),
        GET "/public" => public,
        PUT "/strict" => strict,
        GET "/runtime" => runtime,
        GET "/shared" => read_shared,
        POST "/shared" => write_shared,
        GET "/legacy" => legacy,
        GET "/own" => own,
        OPTIONS "/own" => own_options,
        GET "/number/{n}" => number,
        GET "/conflict" => conflict,
        GET "/missing" => missing,
        GET "/redirect" => redirect,
        GET "/headers" => headers,
        GET "/vary-star" => vary_star,
        GET "/stream" => stream,
        any "/any" => any_method,
        GET "/socket" => socket,
        GET "/off" => off,
        GET "/api/items/{id}" => item::<1000>,
        GET "/panic" => panics,
        GET "/slow" => slow,
        POST "/limited" => limited,
        _ => foreign,
    }
    .map_err(io::Error::other)?;
    Ok(match form {
        Form::Routes => boxed(routes),
        Form::Table => boxed(ServiceBuilder::new().layer(routes.cors()).service(routes)),
        Form::Skip => boxed(ServiceBuilder::new().layer(routes.cors()).layer(layer_fn(Auth)).service(routes)),
        Form::Front => {
            let routes = routes.policy::<Front>();
            boxed(
                ServiceBuilder::new()
                    .layer(routes.cors())
                    .layer(CatchPanicLayer::new())
                    .layer(layer_fn(Auth))
                    .layer(RequestBodyLimitLayer::new(64))
                    .map_request(|request: Request<_>| request.map(Body::new))
                    .layer(TimeoutLayer::with_status_code(
                        StatusCode::REQUEST_TIMEOUT,
                        Duration::from_millis(200),
                    ))
                    .service(routes),
            )
        }
    })
}

fn boxed<S, B>(service: S) -> BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes, Error: Into<axum::BoxError>> + Send + 'static,
{
    BoxCloneSyncService::new(service.map_response(|response: Response<B>| response.map(Body::new)))
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let address = serve(service(form)?, &counts)?;
    Ok(Server::new(address, counts))
}

fn serve(
    service: BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>,
    counts: &Arc<Counts>,
) -> io::Result<SocketAddr> {
    let counts = Arc::clone(counts);
    serve_service(service.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&counts));
        request.map(Body::new)
    }))
}

/// Serves a service on a port of its own for as long as the program runs.
///
/// # Errors
/// Those of the sockets.
pub fn serve_service<S, B>(service: S) -> io::Result<SocketAddr>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: http_body::Body<Data: Send, Error: Into<axum::BoxError>> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        runtime.block_on(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = TowerToHyperService::new(service.clone());
                tokio::spawn(async move {
                    // What a client does to its own connection is no concern of the server's.
                    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                    let _ = connection.with_upgrades().await;
                });
            }
        });
    });
    Ok(address)
}
