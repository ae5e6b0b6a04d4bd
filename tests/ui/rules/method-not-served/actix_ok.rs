//! Beside `method-not-served`: what the rule says nothing about.

#![deny(deprecated)]

use actix_web::{App, get, routes};
use cors::actix_web::cors;

#[cors(origins = ["https://a.example.com"], methods = [GET, HEAD])]
#[get("/first")]
async fn first() -> &'static str {
    "first"
}

#[cors(origins = ["https://a.example.com"], methods = [GET, POST])]
#[routes]
#[get("/second")]
#[post("/second")]
async fn second() -> &'static str {
    "second"
}

fn main() {
    let _ = App::new().service(first).service(second);
}
