//! A function without `#[cors(..)]`.

use cors::axum::get;

async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders).cors());
}
