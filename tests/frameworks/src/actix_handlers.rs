//! The handlers of the application on actix-web, each in two forms: below a route attribute, and as a function that
//! is registered by hand.

use std::{
    future::{Ready, ready},
    time::Duration,
};

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse, Responder,
    dev::Payload,
    error,
    http::{StatusCode, header},
    web,
};
use cors::actix_web::without;
use serde::Deserialize;

use crate::app::{Counts, Shared, Tenants};

type Counted = web::Data<Counts>;

/// Counts a run as an extractor.
#[derive(Debug)]
pub(crate) struct Probe;

impl FromRequest for Probe {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        if let Some(counts) = request.app_data::<Counted>() {
            counts.extractor();
        }
        ready(Ok(Self))
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Order {
    item: String,
}

macro_rules! handlers {
    ($(
        #[cors $policy:tt]
        #[route($($route:tt)*)]
        async fn $name:ident($($arguments:tt)*) -> $output:ty { $($body:tt)* }
    )*) => {
        /// Below route attributes.
        pub(crate) mod attributes {
            use super::*;
            use cors::actix_web::cors;

            $(
                #[cors $policy]
                #[actix_web::route($($route)*)]
                pub(crate) async fn $name($($arguments)*) -> $output { $($body)* }
            )*
        }

        /// By hand.
        pub(crate) mod functions {
            use super::*;
            use cors::cors;

            $(
                #[cors $policy]
                pub(crate) async fn $name($($arguments)*) -> $output { $($body)* }
            )*
        }
    };
}

handlers! {
    #[cors(origins = ["https://app.example"], expose_headers = ["x-total"], credentials)]
    #[route("/orders", method = "GET")]
    async fn list_orders(_probe: Probe, counts: Counted) -> impl Responder {
        counts.handler();
        HttpResponse::Ok().insert_header(("x-total", "2")).body("orders")
    }

    #[cors(
        origins = ["https://app.example", "https://admin.example"],
        headers = ["content-type", "x-token"],
        max_age = "10m",
    )]
    #[route("/orders", method = "POST")]
    async fn create_order(counts: Counted, _probe: Probe, order: web::Json<Order>) -> Result<impl Responder, Error> {
        counts.handler();
        if order.item.is_empty() {
            return Err(error::ErrorConflict("empty"));
        }
        Ok(HttpResponse::Created().body(order.into_inner().item))
    }

    #[cors(origins = ["https://*.shop.example"], credentials, silence(subdomain_wildcard_with_credentials))]
    #[route("/orders/{id}", method = "DELETE")]
    async fn delete_order(counts: Counted, _id: web::Path<u32>) -> HttpResponse {
        counts.handler();
        HttpResponse::NoContent().finish()
    }

    #[cors(origins = any, expose_headers = ["x-total"])]
    #[route("/public", method = "GET")]
    async fn public(counts: Counted) -> &'static str {
        counts.handler();
        "public"
    }

    #[cors(origins = ["https://app.example"], on_refused = forbid, public_origin = "https://api.example")]
    #[route("/strict", method = "PUT")]
    async fn strict(counts: Counted, _probe: Probe) -> &'static str {
        counts.handler();
        "strict"
    }

    #[cors(Tenants)]
    #[route("/runtime", method = "GET")]
    async fn runtime(counts: Counted) -> &'static str {
        counts.handler();
        "runtime"
    }

    #[cors(Shared)]
    #[route("/shared", method = "GET", method = "POST")]
    async fn shared(counts: Counted) -> &'static str {
        counts.handler();
        "shared"
    }

    #[cors(origins = ["https://app.example"], preflight_status = 200)]
    #[route("/legacy", method = "GET")]
    async fn legacy(counts: Counted) -> &'static str {
        counts.handler();
        "legacy"
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/own", method = "GET")]
    async fn own(counts: Counted) -> &'static str {
        counts.handler();
        "own"
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/own", method = "OPTIONS")]
    async fn own_options(counts: Counted) -> &'static str {
        counts.handler();
        "own options"
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/number/{n}", method = "GET")]
    async fn number(counts: Counted, n: web::Path<u32>) -> String {
        counts.handler();
        n.to_string()
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/conflict", method = "GET")]
    async fn conflict(counts: Counted) -> Result<&'static str, Error> {
        counts.handler();
        Err(error::ErrorConflict("taken"))
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/missing", method = "GET")]
    async fn missing(counts: Counted) -> HttpResponse {
        counts.handler();
        HttpResponse::NotFound().finish()
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/redirect", method = "GET")]
    async fn redirect(counts: Counted) -> web::Redirect {
        counts.handler();
        web::Redirect::to("/orders").see_other()
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/headers", method = "GET")]
    async fn headers(counts: Counted) -> HttpResponse {
        counts.handler();
        let mut response = HttpResponse::Ok();
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
            response.append_header((name, value));
        }
        response.body("headers")
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/vary-star", method = "GET")]
    async fn vary_star(counts: Counted) -> HttpResponse {
        counts.handler();
        HttpResponse::Ok().insert_header((header::VARY, "*")).body("varies")
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/stream", method = "GET")]
    async fn stream(counts: Counted) -> HttpResponse {
        counts.handler();
        let pieces = ["first,", "second"].map(|piece| Ok::<_, Error>(web::Bytes::from_static(piece.as_bytes())));
        HttpResponse::Ok().streaming(futures_util::stream::iter(pieces))
    }

    #[cors(origins = ["https://app.example"], on_refused = forbid)]
    #[route("/socket", method = "GET")]
    async fn socket(counts: Counted, request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
        counts.handler();
        let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
        actix_web::rt::spawn(async move {
            while let Some(Ok(actix_ws::Message::Text(text))) = messages.recv().await {
                if session.text(text).await.is_err() {
                    return;
                }
            }
        });
        Ok(response)
    }

    #[cors(off)]
    #[route("/off", method = "GET")]
    async fn off(counts: Counted) -> &'static str {
        counts.handler();
        "off"
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/items/{id}", method = "GET")]
    async fn item(counts: Counted, id: web::Path<usize>) -> Result<String, Error> {
        counts.handler();
        if *id < 1000 { Ok(id.to_string()) } else { Err(error::ErrorNotFound("no such item")) }
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/panic", method = "GET")]
    async fn panics(counts: Counted) -> &'static str {
        counts.handler();
        // The fault of a program; unlike `panic!` it writes nothing into the report.
        std::panic::resume_unwind(Box::new("a fault"))
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/slow", method = "GET")]
    async fn slow(counts: Counted) -> &'static str {
        counts.handler();
        tokio::time::sleep(Duration::from_secs(10)).await;
        "slow"
    }

    #[cors(origins = ["https://app.example"])]
    #[route("/limited", method = "POST")]
    async fn limited(counts: Counted, body: web::Bytes) -> String {
        counts.handler();
        body.len().to_string()
    }
}

/// No route attribute makes a handler of any method.
#[expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]
#[cors::cors(origins = ["https://app.example"])]
async fn any_method(counts: Counted) -> &'static str {
    counts.handler();
    "any"
}

async fn plain(counts: Counted) -> &'static str {
    counts.handler();
    "plain"
}

/// The application with route attributes.
pub(crate) fn attributes(config: &mut web::ServiceConfig) {
    use attributes as handlers;
    use cors::actix_web::web as ours;

    config
        .service(handlers::list_orders)
        .service(handlers::create_order)
        .service(handlers::delete_order)
        .route("/orders/{id}", ours::get().to(without(plain)))
        .service(handlers::public)
        .service(handlers::strict)
        .service(handlers::runtime)
        .service(handlers::shared)
        .service(handlers::legacy)
        .service(handlers::own)
        .service(handlers::own_options)
        .service(handlers::number)
        .service(handlers::conflict)
        .service(handlers::missing)
        .service(handlers::redirect)
        .service(handlers::headers)
        .service(handlers::vary_star)
        .service(handlers::stream)
        .service(handlers::socket)
        .service(handlers::off)
        .service(handlers::panics)
        .service(handlers::slow)
        .service(handlers::limited)
        .service(web::scope("/api").service(handlers::item));
    rest(config);
}

/// The application with resources and routes.
pub(crate) fn functions(config: &mut web::ServiceConfig) {
    use actix_web::http::Method;
    use cors::actix_web::web as ours;
    use functions as handlers;

    config
        .service(
            web::resource("/orders")
                .route(ours::get().to(handlers::list_orders))
                .route(ours::post().to(handlers::create_order)),
        )
        .service(
            web::resource("/orders/{id}")
                .route(ours::delete().to(handlers::delete_order))
                .route(ours::get().to(without(plain))),
        )
        .route("/public", ours::get().to(handlers::public))
        .route("/strict", ours::put().to(handlers::strict))
        .route("/runtime", ours::get().to(handlers::runtime))
        .route("/shared", ours::get().or(Method::POST).to(handlers::shared))
        .route("/legacy", ours::get().to(handlers::legacy))
        .service(
            web::resource("/own")
                .route(ours::get().to(handlers::own))
                .route(ours::method(Method::OPTIONS).to(handlers::own_options)),
        )
        .route("/number/{n}", ours::get().to(handlers::number))
        .route("/conflict", ours::get().to(handlers::conflict))
        .route("/missing", ours::get().to(handlers::missing))
        .route("/redirect", ours::get().to(handlers::redirect))
        .route("/headers", ours::get().to(handlers::headers))
        .route("/vary-star", ours::get().to(handlers::vary_star))
        .route("/stream", ours::get().to(handlers::stream))
        .route("/socket", ours::get().to(handlers::socket))
        .route("/off", ours::get().to(handlers::off))
        .route("/panic", ours::get().to(handlers::panics))
        .route("/slow", ours::get().to(handlers::slow))
        .route("/limited", ours::post().to(handlers::limited))
        .service(web::scope("/api").route("/items/{id}", ours::get().to(handlers::item)));
    rest(config);
}

/// What no attribute makes, and what is not of this library.
fn rest(config: &mut web::ServiceConfig) {
    config
        .route("/any", cors::actix_web::web::any().to(any_method))
        .service(
            web::resource("/foreign")
                .route(web::get().to(plain))
                .route(web::method(actix_web::http::Method::OPTIONS).to(plain)),
        )
        .route("/foreign-any", web::to(plain));
}

/// A status for an error of middleware.
pub(crate) fn failure(status: StatusCode) -> Error {
    error::InternalError::new("refused", status).into()
}
