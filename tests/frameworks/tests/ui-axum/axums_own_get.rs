//! An annotated function in axum's own `get`: its policy would be lost.

use axum::routing::get;
use cors::cors;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders));
}
