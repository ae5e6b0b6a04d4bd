//! `silence(content_type_missing)` silences `content-type-missing`.

#![deny(deprecated)]

use cors::cors;

mod axum {
    pub struct Json<T>(pub T);
}
use axum::Json;

#[cors(origins = ["https://a.example.com"], silence(content_type_missing))]
async fn first(Json(_): Json<u8>) {}

#[cors(origins = ["https://a.example.com"], silence(content_type_missing), headers = ["authorization"])]
async fn second(_: u8, _: Option<axum::Json<u8>>) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second));
}
