//! Our router where axum's is wanted, without `finish`.

use cors::{axum::get, cors};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() {}

fn main() {
    let _: axum::Router = cors::axum::Router::new().route("/orders", get(list_orders));
}
