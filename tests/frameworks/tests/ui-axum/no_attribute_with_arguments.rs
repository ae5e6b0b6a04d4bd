//! A function with arguments and without `#[cors(..)]`.

use axum::{Json, extract::Path};
use cors::axum::post;

async fn change_order(_id: Path<u32>, body: Json<String>) -> Json<String> {
    body
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders/{id}", post(change_order).cors());
}
