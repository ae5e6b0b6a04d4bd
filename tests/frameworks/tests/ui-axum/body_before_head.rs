//! An extractor of the body that is not the last argument.

use axum::{Json, extract::Path};
use cors::{axum::put, cors};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn change_order(_order: Json<String>, _id: Path<u32>) {}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders/{id}", put(change_order).cors());
}
