//! A small orders API on salvo, with authentication. `README.md` beside it has commands to try.

use std::{env, error::Error};

use cors::{
    CorsPolicy,
    salvo::{Router, cors},
};
use salvo::{
    conn::Acceptor,
    extract::{JsonBody, PathParam},
    http::HeaderValue,
    prelude::{
        FlowCtrl, Json, Listener, Request, Response, Server, Service, StatusCode, TcpListener, Writer,
        handler,
    },
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
async fn list_orders(response: &mut Response) -> Json<[Order; 1]> {
    response.headers_mut().insert("x-total", HeaderValue::from_static("1"));
    Json([Order { item: "tea".to_owned() }])
}

#[cors(Shop)]
#[handler]
async fn create_order(order: JsonBody<Order>, response: &mut Response) -> Json<Order> {
    response.status_code(StatusCode::CREATED);
    Json(order.into_inner())
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
#[handler]
async fn delete_order(_id: PathParam<u32>) -> StatusCode {
    StatusCode::NO_CONTENT
}

#[cors(origins = any)]
#[handler]
async fn list_prices() -> &'static str {
    "tea 3, sugar 1\n"
}

#[cors(off)]
#[handler]
async fn health() -> &'static str {
    "up\n"
}

// Knows nothing about CORS: preflights never reach it, and its 401 gets the headers of the handler's policy.
#[handler]
async fn authenticate(request: &mut Request, response: &mut Response, flow: &mut FlowCtrl) {
    if request.headers().get("authorization").is_none_or(|token| token != "Bearer demo") {
        response.status_code(StatusCode::UNAUTHORIZED).render("try `authorization: Bearer demo`\n");
        flow.skip_rest();
    }
}

fn app() -> Service {
    let orders = Router::with_path("orders")
        .hoop(authenticate)
        .get(list_orders)
        .post(create_order)
        .push(Router::with_path("{id}").delete(delete_order));
    Router::new()
        .push(orders)
        .push(Router::with_path("prices").get(list_prices))
        .push(Router::with_path("health").get(health))
        .finish()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    let acceptor = TcpListener::new(("127.0.0.1", port)).try_bind().await?;
    for holding in acceptor.holdings() {
        if let Some(address) = holding.local_addr.clone().into_std() {
            println!("listening on http://{address}");
        }
    }
    Server::new(acceptor).serve(app()).await;
    Ok(())
}
