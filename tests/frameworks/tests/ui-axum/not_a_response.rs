//! A return value that is no response.

use cors::{axum::get, cors};

struct Order;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> Order {
    Order
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders).cors());
}
