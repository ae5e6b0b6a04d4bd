//! A small orders API on warp, with authentication. `README.md` beside it has commands to try.

#![expect(clippy::unused_async, reason = "a handler is async, whether it waits for something or not")]

use std::{env, error::Error};

use cors::{
    CorsPolicy, cors,
    warp::{AnswerFilter, route},
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use warp::{Filter, Rejection, Reply, http::StatusCode, reject, reply};

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
async fn list_orders() -> impl Reply {
    reply::with_header(reply::json(&[Order { item: "tea".to_owned() }]), "x-total", "1")
}

#[cors(Shop)]
async fn create_order(order: Order) -> impl Reply {
    reply::with_status(reply::json(&order), StatusCode::CREATED)
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
async fn delete_order(_id: u32) -> StatusCode {
    StatusCode::NO_CONTENT
}

#[cors(origins = any)]
async fn list_prices() -> &'static str {
    "tea 3, sugar 1\n"
}

#[cors(off)]
async fn health() -> &'static str {
    "up\n"
}

#[derive(Debug)]
struct Unauthorized;

impl reject::Reject for Unauthorized {}

// Knows nothing about CORS: preflights never reach it, and its 401 gets the headers of the handler's policy.
async fn authenticate(token: Option<String>) -> Result<(), Rejection> {
    if token.is_some_and(|token| token == "Bearer demo") { Ok(()) } else { Err(reject::custom(Unauthorized)) }
}

async fn explain(rejection: Rejection) -> Result<impl Reply, Rejection> {
    if rejection.find::<Unauthorized>().is_some() {
        Ok(reply::with_status("try `authorization: Bearer demo`\n", StatusCode::UNAUTHORIZED))
    } else {
        Err(rejection)
    }
}

fn app() -> impl AnswerFilter {
    let auth = || warp::header::optional("authorization").and_then(authenticate).untuple_one();
    route!(GET "orders" => list_orders, auth())
        .or(route!(POST "orders" => create_order, auth(), warp::body::json()))
        .or(route!(DELETE "orders" / u32 => delete_order, auth()))
        .or(route!(GET "prices" => list_prices))
        .or(route!(GET "health" => health))
        .map(|routes| routes.recover(explain))
        .finish()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    warp::serve(app()).incoming(listener).run().await;
    Ok(())
}
