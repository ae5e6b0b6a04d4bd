//! `with` and a type that is no policy.

use cors::axum::{get, with};

struct Api;

async fn list_orders() {}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(with::<Api, _>(list_orders)).cors());
}
