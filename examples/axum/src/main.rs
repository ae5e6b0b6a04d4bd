//! A small orders API on axum, with authentication. `README.md` beside it has commands to try.

#![expect(clippy::unused_async, reason = "a handler is async, whether it waits for something or not")]

use std::{env, error::Error};

use axum::{
    Json,
    extract::{Path, Request},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use cors::{
    CorsPolicy,
    axum::{Router, delete, get},
    cors,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

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
async fn list_orders() -> impl IntoResponse {
    ([("x-total", "1")], Json([Order { item: "tea".to_owned() }]))
}

#[cors(Shop)]
async fn create_order(Json(order): Json<Order>) -> impl IntoResponse {
    (StatusCode::CREATED, Json(order))
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
async fn delete_order(Path(_id): Path<u32>) -> StatusCode {
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

// Knows nothing about CORS: preflights never reach it, and its 401 gets the headers of the handler's policy.
async fn authenticate(request: Request, next: Next) -> Response {
    match request.headers().get("authorization") {
        Some(token) if token == "Bearer demo" => next.run(request).await,
        _ => (StatusCode::UNAUTHORIZED, "try `authorization: Bearer demo`\n").into_response(),
    }
}

fn app() -> axum::Router {
    Router::new()
        .route("/orders", get(list_orders).post(create_order))
        .route("/orders/{id}", delete(delete_order))
        .layer(middleware::from_fn(authenticate))
        .route("/prices", get(list_prices))
        .route("/health", get(health))
        .finish()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app()).await?)
}
