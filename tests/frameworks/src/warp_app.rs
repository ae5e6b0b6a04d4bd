//! The application on warp; see [`app`](crate::app).
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, thread, time::Duration};

use cors::{
    cors,
    warp::{RouteFilter, Routes, route, without},
};
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer};
use warp::{
    Filter, Rejection, Reply,
    filters::BoxedFilter,
    http::{HeaderName, HeaderValue, Response, StatusCode, Uri},
    reject, reply,
    ws::Ws,
};

use crate::{
    app::{APP, Counts, Front, Server, Shared, Tenants},
    exchange::{Exception, Expected, Form},
    hyper_app::serve_service,
};

/// Where warp differs from the table.
pub const EXCEPTIONS: &[Exception] = &[
    Exception::differs(
        "an encoded path is the path that the router matches",
        None,
        Expected::kept_out(404, &[], &[]),
        "the framework decodes no path: `%37` is no number for it, for preflights as for other requests",
    ),
    Exception::differs(
        "an extractor of the path refuses",
        None,
        Expected::kept_out(404, &[], &[]),
        "the framework takes a parameter that does not fit for another path: there is no route, and no policy",
    ),
    Exception::differs(
        "an extractor of the body finds other JSON",
        None,
        Expected::kept_out(400, PLAIN, ORIGIN),
        "the framework's `body::json` refuses with 400 whatever is wrong",
    ),
    Exception::differs(
        "HEAD is answered by GET",
        None,
        Expected::kept_out(405, &[], &[]),
        "the framework gives GET routes no HEAD requests; a route for HEAD answers them",
    ),
];

const ORIGIN: &[&str] = &["origin"];
const PLAIN: &[(&str, &str)] = &[("access-control-allow-origin", "https://app.example")];
type Counted = Arc<Counts>;

#[derive(Debug, Deserialize)]
struct Order {
    item: String,
}

#[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
async fn list_orders(counts: Counted) -> impl Reply {
    counts.handler();
    reply::with_header("orders", "x-total", "2")
}

#[cors(
    origins = ["https://app.example", "https://admin.example"],
    headers = ["content-type", "x-token"],
    max_age = "10m",
)]
async fn create_order(counts: Counted, order: Order) -> Result<impl Reply, StatusCode> {
    counts.handler();
    if order.item.is_empty() {
        Err(StatusCode::CONFLICT)
    } else {
        Ok(reply::with_status(order.item, StatusCode::CREATED))
    }
}

#[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
async fn delete_order(_id: u32, counts: Counted) -> StatusCode {
    counts.handler();
    StatusCode::NO_CONTENT
}

#[cors(origins = any, expose_headers = ["x-total"])]
async fn public(counts: Counted) -> &'static str {
    counts.handler();
    "public"
}

#[cors(
    origins = ["https://app.example"],
    on_refused = forbid,
    public_origin = "https://api.example",
)]
async fn strict(counts: Counted) -> &'static str {
    counts.handler();
    "strict"
}

#[cors(Tenants)]
async fn runtime(counts: Counted) -> &'static str {
    counts.handler();
    "runtime"
}

#[cors(Shared)]
async fn read_shared(counts: Counted) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(Shared)]
async fn write_shared(counts: Counted) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(origins = ["https://app.example"], preflight_status = 200)]
async fn legacy(counts: Counted) -> &'static str {
    counts.handler();
    "legacy"
}

#[cors(origins = ["https://app.example"])]
async fn own(counts: Counted) -> &'static str {
    counts.handler();
    "own"
}

#[cors(origins = ["https://app.example"])]
async fn own_options(counts: Counted) -> &'static str {
    counts.handler();
    "own options"
}

#[cors(origins = ["https://app.example"])]
async fn number(n: u32, counts: Counted) -> String {
    counts.handler();
    n.to_string()
}

#[cors(origins = ["https://app.example"])]
async fn conflict(counts: Counted) -> Result<&'static str, StatusCode> {
    counts.handler();
    Err(StatusCode::CONFLICT)
}

#[cors(origins = ["https://app.example"])]
async fn missing(counts: Counted) -> Result<&'static str, Rejection> {
    counts.handler();
    Err(reject::not_found())
}

#[cors(origins = ["https://app.example"])]
async fn redirect(counts: Counted) -> impl Reply {
    counts.handler();
    warp::redirect::see_other(Uri::from_static("/orders"))
}

#[cors(origins = ["https://app.example"])]
async fn headers(counts: Counted) -> impl Reply {
    counts.handler();
    let mut response = Response::new("headers");
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
async fn vary_star(counts: Counted) -> impl Reply {
    counts.handler();
    reply::with_header("varies", "vary", "*")
}

#[cors(origins = ["https://app.example"])]
async fn pieces(counts: Counted) -> impl Reply {
    counts.handler();
    reply::stream(stream::iter(["first,", "second"].map(Ok::<_, Infallible>)))
}

#[cors(origins = ["https://app.example"])]
async fn any_method(counts: Counted) -> &'static str {
    counts.handler();
    "any"
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
async fn socket(counts: Counted, ws: Ws) -> impl Reply {
    counts.handler();
    ws.on_upgrade(|socket| async {
        let (to, from) = socket.split();
        // The end of the socket is the end of the echo.
        let _ = from.forward(to).await;
    })
}

#[cors(off)]
async fn off(counts: Counted) -> &'static str {
    counts.handler();
    "off"
}

#[cors(origins = ["https://app.example"])]
async fn item<const LIMIT: usize>(id: usize, counts: Counted) -> Result<String, Rejection> {
    counts.handler();
    if id < LIMIT { Ok(id.to_string()) } else { Err(reject::not_found()) }
}

#[cors(origins = ["https://app.example"])]
async fn panics(counts: Counted) -> &'static str {
    counts.handler();
    // The fault of a program; unlike `panic!` it writes nothing into the report.
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
async fn slow(counts: Counted) -> &'static str {
    counts.handler();
    tokio::time::sleep(Duration::from_secs(10)).await;
    "slow"
}

#[cors(origins = ["https://app.example"])]
async fn limited(counts: Counted, body: impl warp::Buf) -> String {
    counts.handler();
    body.remaining().to_string()
}

async fn plain_order(_id: u32, counts: Counted) -> &'static str {
    counts.handler();
    "plain"
}

async fn plain(counts: Counted) -> Result<&'static str, Infallible> {
    counts.handler();
    Ok("plain")
}

/// What the routes of the application take beside their paths.
#[derive(Debug, Clone)]
struct State(Counted);

impl State {
    fn get(&self) -> impl Filter<Extract = (Counted,), Error = Infallible> + Clone + use<> {
        let counts = Arc::clone(&self.0);
        warp::any().map(move || Arc::clone(&counts))
    }

    /// Counts a run as an extractor.
    fn probe(&self) -> impl Filter<Extract = (), Error = Infallible> + Clone + use<> {
        let counts = Arc::clone(&self.0);
        warp::any().map(move || counts.extractor()).untuple_one()
    }

    /// Asks for `Authorization: ok`.
    fn auth(&self) -> impl Filter<Extract = (), Error = Rejection> + Clone + use<> {
        let counts = Arc::clone(&self.0);
        warp::header::optional::<String>("authorization")
            .and_then(move |value: Option<String>| {
                counts.layer();
                std::future::ready(match value {
                    Some(value) if value == "ok" => Ok(()),
                    _ => Err(reject::custom(Unauthorized)),
                })
            })
            .untuple_one()
    }

    /// Un-annotated, by the framework's own registration.
    fn foreign(&self) -> impl Filter<Extract = (impl Reply + use<>,), Error = Rejection> + Clone + use<> {
        let method = warp::get().or(warp::options()).unify();
        let foreign = warp::path!("foreign").and(method).and(self.get()).and_then(plain);
        foreign.or(warp::path!("foreign-any").and(self.get()).and_then(plain))
    }
}

#[derive(Debug)]
struct Unauthorized;

impl reject::Reject for Unauthorized {}

async fn recover(rejection: Rejection) -> Result<impl Reply, Rejection> {
    if rejection.find::<Unauthorized>().is_some() { Ok(StatusCode::UNAUTHORIZED) } else { Err(rejection) }
}

fn routes(state: &State) -> Routes<impl RouteFilter> {
    let get = || state.get();
    let orders = route!(GET "orders" => list_orders, state.probe(), get())
        .or(route!(POST "orders" => create_order, get(), state.probe(), warp::body::json()))
        .or(route!(DELETE "orders" / u32 => delete_order, get()))
        .or(route!(GET "orders" / u32 => without(plain_order), get()));
    let policies = route!(GET "public" => public, get())
        .or(route!(PUT "strict" => strict, state.probe(), get()))
        .or(route!(GET "runtime" => runtime, get()))
        .or(route!(GET "shared" => read_shared, get()))
        .or(route!(POST "shared" => write_shared, get()))
        .or(route!(GET "legacy" => legacy, get()))
        .or(route!(GET "own" => own, get()))
        .or(route!(OPTIONS "own" => own_options, get()))
        .or(route!(GET "off" => off, get()));
    let answers = route!(GET "number" / u32 => number, get())
        .or(route!(GET "conflict" => conflict, get()))
        .or(route!(GET "missing" => missing, get()))
        .or(route!(GET "redirect" => redirect, get()))
        .or(route!(GET "headers" => headers, get()))
        .or(route!(GET "vary-star" => vary_star, get()))
        .or(route!(GET "stream" => pieces, get()))
        .or(route!(ANY "any" => any_method, get()))
        .or(route!(GET "socket" => socket, get(), warp::ws()));
    let failures = route!(GET "panic" => panics, get()).or(route!(GET "slow" => slow, get())).or(
        route!(POST "limited" => limited, get(), warp::body::content_length_limit(64), warp::body::aggregate()),
    );
    let items = route!(GET "items" / usize => item::<1000>, get()).under("api");
    orders.or(policies).or(answers).or(failures).or(items)
}

/// The application in one form.
fn serve_form(form: Form, counts: &Arc<Counts>) -> io::Result<SocketAddr> {
    let state = State(Arc::clone(counts));
    let routes = routes(&state);
    match form {
        Form::Routes => serve(routes.finish().or(state.foreign()).map(Reply::into_response).boxed()),
        Form::Table => serve(routes.map(|routes| routes.or(state.foreign())).finish().boxed()),
        Form::Skip => {
            let app = routes.map(|routes| state.auth().and(routes.or(state.foreign())).recover(recover));
            serve(app.finish().boxed())
        }
        // The framework has no timeouts and catches no panics, but a filter is a service to tower.
        Form::Front => {
            let app = routes.map(|routes| state.auth().and(routes.or(state.foreign())).recover(recover));
            let (cors, app) = app.policy::<Front>().layered();
            let timeout =
                TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_millis(200));
            serve_service(
                ServiceBuilder::new()
                    .layer(cors)
                    .layer(CatchPanicLayer::new())
                    .layer(RequestBodyLimitLayer::new(64))
                    .layer(timeout)
                    .service(warp::service(app)),
            )
        }
    }
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let address = serve_form(form, &counts)?;
    Ok(Server::new(address, counts))
}

/// Serves a filter on a port of its own for as long as the program runs.
///
/// # Errors
/// Those of the sockets.
pub fn serve<R>(app: BoxedFilter<(R,)>) -> io::Result<SocketAddr>
where
    R: Reply + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
    let address = listener.local_addr()?;
    thread::spawn(move || runtime.block_on(warp::serve(app).incoming(listener).run()));
    Ok(address)
}
