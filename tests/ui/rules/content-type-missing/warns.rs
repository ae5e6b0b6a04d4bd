//! `content-type-missing` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

mod axum {
    pub struct Json<T>(pub T);
}
use axum::Json;

#[cors(origins = ["https://a.example.com"])]
async fn first(Json(_): Json<u8>) {}

#[cors(origins = ["https://a.example.com"], headers = ["authorization"])]
async fn second(_: u8, _: Option<axum::Json<u8>>) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second));
}
