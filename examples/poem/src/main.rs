//! A small orders API on poem, with authentication. `README.md` beside it has commands to try.

use std::{env, error::Error, sync::Arc};

use cors::{
    CorsPolicy,
    poem::{App, Route, cors, delete, get},
};
use poem::{
    Endpoint, IntoResponse, Request, Response, Result, Server, handler,
    http::StatusCode,
    listener::TcpAcceptor,
    web::{Json, Path},
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
#[handler]
fn list_orders() -> impl IntoResponse {
    Json([Order { item: "tea".to_owned() }]).with_header("x-total", "1")
}

#[cors(Shop)]
#[handler]
fn create_order(Json(order): Json<Order>) -> impl IntoResponse {
    Json(order).with_status(StatusCode::CREATED)
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
#[handler]
fn delete_order(Path(_id): Path<u32>) -> StatusCode {
    StatusCode::NO_CONTENT
}

#[cors(origins = any)]
#[handler]
fn list_prices() -> &'static str {
    "tea 3, sugar 1\n"
}

#[cors(off)]
#[handler]
fn health() -> &'static str {
    "up\n"
}

// Knows nothing about CORS: preflights never reach it, and its 401 gets the headers of the handler's policy.
async fn authenticate<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
    match request.header("authorization") {
        Some("Bearer demo") => inner.call(request).await.map(IntoResponse::into_response),
        _ => Ok("try `authorization: Bearer demo`\n".with_status(StatusCode::UNAUTHORIZED).into_response()),
    }
}

fn app() -> App<impl Endpoint> {
    let orders = Route::new()
        .at("/", get(list_orders).post(create_order))
        .at("/:id", delete(delete_order))
        .around(authenticate);
    Route::new().nest("/orders", orders).at("/prices", get(list_prices)).at("/health", get(health)).finish()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(Server::new_with_acceptor(TcpAcceptor::from_tokio(listener)?).run(app()).await?)
}
