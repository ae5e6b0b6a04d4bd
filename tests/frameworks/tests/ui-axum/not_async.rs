//! A function that is not async.

use cors::{axum::get, cors};

#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders).cors());
}
