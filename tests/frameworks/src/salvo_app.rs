//! The application on salvo; see [`app`](crate::app).

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, thread, time::Duration};

use cors::salvo::{Router, cors, without};
use futures_util::stream;
use salvo::{
    Listener, Writer, affix_state,
    catch_panic::CatchPanic,
    conn::Acceptor,
    extract::{Extractible, JsonBody, Metadata, PathParam},
    handler,
    http::{HeaderName, HeaderValue},
    prelude::{Depot, FlowCtrl, Redirect, Request, Response, Service, StatusCode, StatusError, TcpListener},
    size_limiter::max_size,
    timeout::Timeout,
    websocket::WebSocketUpgrade,
};
use serde::Deserialize;

use crate::{
    app::{APP, Counts, Front, Server, Shared, Tenants},
    exchange::{Exception, Expected, Form},
};

/// Where salvo differs from the table.
pub const EXCEPTIONS: &[Exception] = &[
    Exception::differs(
        "HEAD is answered by GET",
        None,
        Expected::kept_out(405, &[], &[]),
        "the framework gives handlers of GET no HEAD requests",
    ),
    Exception::differs(
        "an extractor of the body finds other JSON",
        None,
        Expected::kept_out(400, &[("access-control-allow-origin", APP)], &["origin"]),
        "the framework's `JsonBody` refuses with 400 whatever is wrong",
    ),
];

/// Counts a run as an extractor.
#[derive(Debug)]
struct Probe;

impl<'ex> Extractible<'ex> for Probe {
    fn metadata() -> &'static Metadata {
        static METADATA: Metadata = Metadata::new("");
        &METADATA
    }

    #[expect(refining_impl_trait, reason = "the type of the error is nothing to hide")]
    async fn extract(_request: &'ex mut Request, depot: &'ex mut Depot) -> Result<Self, Infallible> {
        counts(depot).extractor();
        Ok(Self)
    }
}

fn counts(depot: &Depot) -> Arc<Counts> {
    depot.get_typed::<Arc<Counts>>().map_or_else(|_| Arc::default(), Arc::clone)
}

#[derive(Debug, Deserialize)]
struct Order {
    item: String,
}

#[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
#[handler]
async fn list_orders(_probe: Probe, depot: &mut Depot, response: &mut Response) -> &'static str {
    counts(depot).handler();
    response.headers_mut().insert("x-total", HeaderValue::from_static("2"));
    "orders"
}

#[cors(
    origins = ["https://app.example", "https://admin.example"],
    headers = ["content-type", "x-token"],
    max_age = "10m",
)]
#[handler]
async fn create_order(
    _probe: Probe,
    order: JsonBody<Order>,
    depot: &mut Depot,
    response: &mut Response,
) -> Result<String, StatusError> {
    counts(depot).handler();
    if order.item.is_empty() {
        return Err(StatusError::conflict());
    }
    response.status_code(StatusCode::CREATED);
    Ok(order.into_inner().item)
}

#[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
#[handler]
async fn delete_order(_id: PathParam<u32>, depot: &mut Depot) -> StatusCode {
    counts(depot).handler();
    StatusCode::NO_CONTENT
}

#[cors(origins = any, expose_headers = ["x-total"])]
#[handler]
async fn public(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "public"
}

#[cors(
    origins = ["https://app.example"],
    on_refused = forbid,
    public_origin = "https://api.example",
)]
#[handler]
async fn strict(_probe: Probe, depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "strict"
}

#[cors(Tenants)]
#[handler]
async fn runtime(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "runtime"
}

#[cors(Shared)]
#[handler]
async fn read_shared(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "shared"
}

#[cors(Shared)]
#[handler]
async fn write_shared(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "shared"
}

#[cors(origins = ["https://app.example"], preflight_status = 200)]
#[handler]
async fn legacy(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "legacy"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn own(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "own"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn own_options(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "own options"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn number(n: PathParam<u32>, depot: &mut Depot) -> String {
    counts(depot).handler();
    n.to_string()
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn conflict(depot: &mut Depot) -> Result<&'static str, StatusError> {
    counts(depot).handler();
    Err(StatusError::conflict().brief("taken"))
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn missing(depot: &mut Depot) -> StatusCode {
    counts(depot).handler();
    StatusCode::NOT_FOUND
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn redirect(depot: &mut Depot) -> Redirect {
    counts(depot).handler();
    Redirect::other("/orders")
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn headers(depot: &mut Depot, response: &mut Response) -> &'static str {
    counts(depot).handler();
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
    "headers"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn vary_star(depot: &mut Depot, response: &mut Response) -> &'static str {
    counts(depot).handler();
    response.headers_mut().insert("vary", HeaderValue::from_static("*"));
    "varies"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn stream_pieces(depot: &mut Depot, response: &mut Response) {
    counts(depot).handler();
    response.stream(stream::iter(["first,", "second"].map(Ok::<_, Infallible>)));
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn any_method(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "any"
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
#[handler]
async fn socket(
    request: &mut Request,
    response: &mut Response,
    depot: &mut Depot,
) -> Result<(), StatusError> {
    counts(depot).handler();
    WebSocketUpgrade::new()
        .upgrade(request, response, async |mut pipe| {
            while let Some(Ok(message)) = pipe.recv().await {
                if pipe.send(message).await.is_err() {
                    return;
                }
            }
        })
        .await
}

#[cors(off)]
#[handler]
async fn off(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "off"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn item(id: PathParam<usize>, depot: &mut Depot) -> Result<String, StatusError> {
    counts(depot).handler();
    if *id < 1000 { Ok(id.to_string()) } else { Err(StatusError::not_found()) }
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn panics(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    // The fault of a program; unlike `panic!` it writes nothing into the report.
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn slow(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    tokio::time::sleep(Duration::from_secs(10)).await;
    "slow"
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn limited(request: &mut Request, depot: &mut Depot) -> Result<String, StatusError> {
    counts(depot).handler();
    let body = request.payload().await.map_err(|_| StatusError::bad_request())?;
    Ok(body.len().to_string())
}

#[handler]
async fn plain(depot: &mut Depot) -> &'static str {
    counts(depot).handler();
    "plain"
}

#[handler]
async fn auth(request: &mut Request, depot: &mut Depot, response: &mut Response, flow: &mut FlowCtrl) {
    counts(depot).layer();
    if request.headers().get("authorization").is_none_or(|value| value != "ok") {
        response.render(StatusError::unauthorized());
        flow.skip_rest();
    }
}

/// The routes, without anything around them.
fn routes() -> Router {
    let own_router = salvo::Router::new()
        .push(salvo::Router::with_path("foreign").get(plain).options(plain))
        .push(salvo::Router::with_path("foreign-any").goal(plain));
    Router::new()
        .push(Router::with_path("orders").get(list_orders).post(create_order))
        .push(Router::with_path("orders/{id}").delete(delete_order).get(without(plain)))
        .push(Router::with_path("public").get(public))
        .push(Router::with_path("strict").put(strict))
        .push(Router::with_path("runtime").get(runtime))
        .push(Router::with_path("shared").get(read_shared).post(write_shared))
        .push(Router::with_path("legacy").get(legacy))
        .push(Router::with_path("own").get(own).options(own_options))
        .push(Router::with_path("number/{n}").get(number))
        .push(Router::with_path("conflict").get(conflict))
        .push(Router::with_path("missing").get(missing))
        .push(Router::with_path("redirect").get(redirect))
        .push(Router::with_path("headers").get(headers))
        .push(Router::with_path("vary-star").get(vary_star))
        .push(Router::with_path("stream").get(stream_pieces))
        .push(Router::with_path("any").goal(any_method))
        .push(Router::with_path("socket").get(socket))
        .push(Router::with_path("off").get(off))
        .push(Router::with_path("panic").get(panics))
        .push(Router::with_path("slow").get(slow))
        .push(Router::with_path("limited").post(limited))
        .push(Router::with_path("api").push(Router::with_path("items/{id}").get(item)))
        .push(own_router)
}

/// The application in one form. `Routes` and `Table` are one: there is no other way to register.
#[must_use]
pub fn service(form: Form, counts: &Arc<Counts>) -> Service {
    let state = affix_state::inject(Arc::clone(counts));
    match form {
        Form::Routes | Form::Table => routes().hoop(state).finish(),
        Form::Skip => routes().finish().hoop(state).hoop(auth),
        Form::Front => routes()
            .policy::<Front>()
            .finish()
            .hoop(state)
            .hoop(CatchPanic::new())
            .hoop(auth)
            .hoop(max_size(64))
            .hoop(Timeout::new(Duration::from_millis(200)).error(StatusError::request_timeout)),
    }
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let address = serve(service(form, &counts))?;
    Ok(Server::new(address, counts))
}

/// Serves a service on a port of its own for as long as the program runs.
///
/// # Errors
/// Those of the sockets.
pub fn serve(service: Service) -> io::Result<SocketAddr> {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let acceptor = threads.block_on(TcpListener::new("127.0.0.1:0").try_bind()).map_err(io::Error::other)?;
    let address = acceptor.holdings().first().and_then(|holding| holding.local_addr.clone().into_std());
    thread::spawn(move || threads.block_on(salvo::Server::new(acceptor).serve(service)));
    address.ok_or_else(|| io::Error::other("the listener has no address"))
}
