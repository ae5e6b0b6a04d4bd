//! A small orders API on actix-web, with authentication. `README.md` beside it has commands to try.

use std::{env, error::Error};

use actix_web::{
    App, HttpResponse, HttpServer, Responder,
    body::MessageBody,
    delete,
    dev::{ServiceRequest, ServiceResponse},
    error, get,
    middleware::{Next, from_fn},
    post, web,
};
use cors::{
    CorsPolicy,
    actix_web::{SkipPreflight, cors},
};
use serde::{Deserialize, Serialize};

/// The policy of the shop's own pages, which several handlers share.
#[derive(CorsPolicy)]
#[policy(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:*"],
    headers = ["authorization", "content-type"],
    expose_headers = ["x-total"],
    max_age = "10m",
)]
struct Shop;

#[derive(Debug, Serialize, Deserialize)]
struct Order {
    item: String,
}

#[cors(Shop)]
#[get("/orders")]
async fn list_orders() -> impl Responder {
    HttpResponse::Ok().insert_header(("x-total", "1")).json([Order { item: "tea".to_owned() }])
}

#[cors(Shop)]
#[post("/orders")]
async fn create_order(order: web::Json<Order>) -> impl Responder {
    HttpResponse::Created().json(order.into_inner())
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
#[delete("/orders/{id}")]
async fn delete_order(_id: web::Path<u32>) -> impl Responder {
    HttpResponse::NoContent()
}

#[cors(origins = any)]
#[get("/prices")]
async fn list_prices() -> &'static str {
    "tea 3, sugar 1\n"
}

#[cors(off)]
#[get("/health")]
async fn health() -> &'static str {
    "up\n"
}

// Knows nothing about CORS: `SkipPreflight` answers preflights before it, and gives its 401 the headers of the
// handler's policy.
async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    match request.headers().get("authorization") {
        Some(token) if token == "Bearer demo" => next.call(request).await,
        _ => Err(error::ErrorUnauthorized("try `authorization: Bearer demo`\n")),
    }
}

fn routes(config: &mut web::ServiceConfig) {
    let orders = web::scope("")
        .service(list_orders)
        .service(create_order)
        .service(delete_order)
        .wrap(SkipPreflight(from_fn(authenticate)));
    config.service(list_prices).service(health).service(orders);
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    let server = HttpServer::new(|| App::new().configure(routes)).workers(1).bind(("127.0.0.1", port))?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
