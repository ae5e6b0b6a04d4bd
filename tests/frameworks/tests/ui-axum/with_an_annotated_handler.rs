//! A handler that has a policy already, given another.

use cors::{
    CorsPolicy,
    axum::{get, with},
    cors,
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[cors(Api)]
async fn list_orders() {}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(with::<Api, _>(list_orders)).cors());
}
