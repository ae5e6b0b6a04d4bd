//! A small orders API on Rocket, with authentication. `README.md` beside it has commands to try.

use std::{env, error::Error};

use cors::{
    CorsPolicy,
    rocket::{cors, fairing},
};
use rocket::{
    Build, Request, Responder, Rocket,
    config::{Config, LogLevel},
    delete,
    fairing::AdHoc,
    get,
    http::{Header, Status},
    post,
    request::{FromRequest, Outcome},
    routes,
    serde::json::Json,
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

#[derive(Responder)]
struct Orders {
    list: Json<Vec<Order>>,
    total: Header<'static>,
}

// Knows nothing about CORS: preflights never reach it, and its 401 gets the headers of the handler's policy.
struct User;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for User {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("authorization") {
            Some("Bearer demo") => Outcome::Success(Self),
            _ => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

#[cors(Shop)]
#[get("/orders")]
fn list_orders(_user: User) -> Orders {
    Orders { list: Json(vec![Order { item: "tea".to_owned() }]), total: Header::new("x-total", "1") }
}

#[cors(Shop)]
#[post("/orders", data = "<order>")]
fn create_order(_user: User, order: Json<Order>) -> (Status, Json<Order>) {
    (Status::Created, order)
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
#[delete("/orders/<_id>")]
fn delete_order(_user: User, _id: u32) -> Status {
    Status::NoContent
}

#[cors(origins = any)]
#[get("/prices")]
fn list_prices() -> &'static str {
    "tea 3, sugar 1\n"
}

#[cors(off)]
#[get("/health")]
fn health() -> &'static str {
    "up\n"
}

fn app(config: Config) -> Rocket<Build> {
    rocket::custom(config)
        .mount("/", routes![list_orders, create_order, delete_order, list_prices, health])
        .attach(AdHoc::on_liftoff("address", |rocket| {
            Box::pin(async move {
                let Config { address, port, .. } = rocket.config();
                println!("listening on http://{address}:{port}");
            })
        }))
        .attach(fairing())
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    app(Config { port, log_level: LogLevel::Off, ..Config::default() }).launch().await?;
    Ok(())
}
