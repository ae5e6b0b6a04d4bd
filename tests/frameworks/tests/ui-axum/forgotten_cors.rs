//! A route of ours in axum's router without `.cors()`.

use cors::{axum::get, cors};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() {}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders));
}
