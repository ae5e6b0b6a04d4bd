//! The handlers of the application on Rocket.

use std::{convert::Infallible, sync::Arc, time::Duration};

use cors::rocket::{cors, with_policy, without};
use rocket::{
    Data, Request, Response, Route, State, delete, get,
    http::{Header, Method, Status},
    options, post, put,
    request::{FromRequest, Outcome},
    response::{Redirect, Responder, stream::TextStream},
    route::{self, Handler},
    routes,
    serde::json::Json,
};
use serde::Deserialize;

use crate::app::{Counts, Shared, Tenants};

pub(crate) type Counted = State<Arc<Counts>>;

/// Counts a run as an extractor.
#[derive(Debug)]
pub(crate) struct Probe;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Probe {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        if let Some(counts) = request.rocket().state::<Arc<Counts>>() {
            counts.extractor();
        }
        Outcome::Success(Self)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Order<'r> {
    item: &'r str,
}

/// Something with header lines.
#[derive(Debug)]
pub(crate) struct Lines(&'static str, &'static [(&'static str, &'static str)]);

impl<'r> Responder<'r, 'static> for Lines {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        let mut response = self.0.respond_to(request)?;
        for (name, value) in self.1 {
            response.adjoin_header(Header::new(*name, *value));
        }
        Ok(response)
    }
}

#[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
#[get("/orders")]
fn list_orders(_probe: Probe, counts: &Counted) -> Lines {
    counts.handler();
    Lines("orders", &[("x-total", "2")])
}

#[cors(
    origins = ["https://app.example", "https://admin.example"],
    headers = ["content-type", "x-token"],
    max_age = "10m",
)]
#[post("/orders", data = "<order>")]
fn create_order(counts: &Counted, _probe: Probe, order: Json<Order<'_>>) -> Result<(Status, String), Status> {
    counts.handler();
    if order.item.is_empty() {
        return Err(Status::Conflict);
    }
    Ok((Status::Created, order.into_inner().item.to_owned()))
}

#[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
#[delete("/orders/<_id>")]
fn delete_order(counts: &Counted, _id: u32) -> Status {
    counts.handler();
    Status::NoContent
}

#[cors(origins = any, expose_headers = ["x-total"])]
#[get("/public")]
fn public(counts: &Counted) -> &'static str {
    counts.handler();
    "public"
}

#[cors(origins = ["https://app.example"], on_refused = forbid, public_origin = "https://api.example")]
#[put("/strict")]
fn strict(counts: &Counted, _probe: Probe) -> &'static str {
    counts.handler();
    "strict"
}

#[cors(Tenants)]
#[get("/runtime")]
fn runtime(counts: &Counted) -> &'static str {
    counts.handler();
    "runtime"
}

#[cors(Shared)]
#[get("/shared")]
fn shared(counts: &Counted) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(Shared)]
#[post("/shared")]
fn share(counts: &Counted) -> &'static str {
    counts.handler();
    "shared"
}

#[cors(origins = ["https://app.example"], preflight_status = 200)]
#[get("/legacy")]
fn legacy(counts: &Counted) -> &'static str {
    counts.handler();
    "legacy"
}

#[cors(origins = ["https://app.example"])]
#[get("/own")]
fn own(counts: &Counted) -> &'static str {
    counts.handler();
    "own"
}

#[cors(origins = ["https://app.example"])]
#[options("/own")]
fn own_options(counts: &Counted) -> &'static str {
    counts.handler();
    "own options"
}

#[cors(origins = ["https://app.example"])]
#[get("/number/<n>")]
fn number(counts: &Counted, n: u32) -> String {
    counts.handler();
    n.to_string()
}

#[cors(origins = ["https://app.example"])]
#[get("/conflict")]
fn conflict(counts: &Counted) -> Result<&'static str, Status> {
    counts.handler();
    Err(Status::Conflict)
}

#[cors(origins = ["https://app.example"])]
#[get("/missing")]
fn missing(counts: &Counted) -> Option<&'static str> {
    counts.handler();
    None
}

#[cors(origins = ["https://app.example"])]
#[get("/redirect")]
fn redirect(counts: &Counted) -> Redirect {
    counts.handler();
    Redirect::to("/orders")
}

#[cors(origins = ["https://app.example"])]
#[get("/headers")]
fn headers(counts: &Counted) -> Lines {
    counts.handler();
    Lines(
        "headers",
        &[
            ("access-control-allow-origin", "*"),
            ("access-control-allow-origin", "https://evil.example"),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "*"),
            ("access-control-allow-headers", "*"),
            ("access-control-expose-headers", "*"),
            ("access-control-max-age", "86400"),
            ("access-control-allow-private-network", "true"),
            ("vary", "Accept"),
        ],
    )
}

#[cors(origins = ["https://app.example"])]
#[get("/vary-star")]
fn vary_star(counts: &Counted) -> Lines {
    counts.handler();
    Lines("varies", &[("vary", "*")])
}

#[cors(origins = ["https://app.example"])]
#[get("/stream")]
fn stream(counts: &Counted) -> TextStream![&'static str] {
    counts.handler();
    TextStream! {
        yield "first,";
        yield "second";
    }
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
#[get("/socket")]
fn socket(counts: &Counted, socket: rocket_ws::WebSocket) -> rocket_ws::Stream!['static] {
    counts.handler();
    rocket_ws::Stream! { socket =>
        for await message in socket {
            yield message?;
        }
    }
}

#[cors(off)]
#[get("/off")]
fn off(counts: &Counted) -> &'static str {
    counts.handler();
    "off"
}

#[cors(origins = ["https://app.example"])]
#[get("/panic")]
#[expect(clippy::panic, reason = "what becomes of it is tested")]
fn panics(counts: &Counted) -> &'static str {
    counts.handler();
    panic!("a handler that panics")
}

#[cors(origins = ["https://app.example"])]
#[get("/slow")]
async fn slow(counts: &Counted) -> Result<&'static str, Status> {
    counts.handler();
    let work = tokio::time::sleep(Duration::from_secs(10));
    tokio::time::timeout(Duration::from_millis(200), work).await.map_err(|_| Status::RequestTimeout)?;
    Ok("slow")
}

#[cors(origins = ["https://app.example"], headers = ["content-type"])]
#[post("/limited", data = "<body>")]
fn limited(counts: &Counted, body: Json<f64>) -> String {
    counts.handler();
    body.into_inner().to_string()
}

#[cors(origins = ["https://app.example"])]
#[get("/items/<id>")]
fn item(counts: &Counted, id: u32) -> String {
    counts.handler();
    id.to_string()
}

/// Every annotated route but that below a prefix.
pub(crate) fn annotated() -> Vec<Route> {
    routes![
        list_orders,
        create_order,
        delete_order,
        public,
        strict,
        runtime,
        shared,
        share,
        legacy,
        own,
        own_options,
        number,
        conflict,
        missing,
        redirect,
        headers,
        vary_star,
        stream,
        socket,
        off,
        panics,
        slow,
        limited,
    ]
}

/// The route below the prefix `/api`.
pub(crate) fn items() -> Vec<Route> {
    routes![item]
}

/// A handler that is written by hand.
#[derive(Debug, Clone)]
pub(crate) struct Plain;

#[rocket::async_trait]
impl Handler for Plain {
    async fn handle<'r>(&self, request: &'r Request<'_>, _data: Data<'r>) -> route::Outcome<'r> {
        if let Some(counts) = request.rocket().state::<Arc<Counts>>() {
            counts.handler();
        }
        route::Outcome::Success(Response::new())
    }
}

/// Where authentication sends what it refuses.
#[get("/unauthorized")]
const fn unauthorized() -> Status {
    Status::Unauthorized
}

/// What no attribute makes, and what is not of this library.
pub(crate) fn rest() -> Vec<Route> {
    let methods = [
        Method::Get,
        Method::Put,
        Method::Post,
        Method::Delete,
        Method::Options,
        Method::Head,
        Method::Trace,
        Method::Patch,
    ];
    let any = |path: &str| methods.iter().map(|method| Route::new(*method, path, Plain)).collect::<Vec<_>>();
    let foreign =
        vec![Route::new(Method::Get, "/foreign", Plain), Route::new(Method::Options, "/foreign", Plain)];
    [
        without(vec![Route::new(Method::Get, "/orders/<id>", Plain)]),
        with_policy(cors::policy! { origins = ["https://app.example"] }, any("/any")),
        foreign,
        any("/foreign-any"),
        routes![unauthorized],
    ]
    .concat()
}
