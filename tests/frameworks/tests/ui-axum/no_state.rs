//! A handler that wants a state, and no state.

use axum::extract::State;
use cors::{axum::get, cors};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(State(orders): State<String>) -> String {
    orders
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders).cors());
}
