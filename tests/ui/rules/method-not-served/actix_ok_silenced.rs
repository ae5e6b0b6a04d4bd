//! `method-not-served` is silenced.

#![deny(deprecated)]

use actix_web::{App, get};
use cors::actix_web::cors;

#[cors(origins = ["https://a.example.com"], methods = [DELETE], silence(method_not_served))]
#[get("/first")]
async fn first() -> &'static str {
    "first"
}

fn main() {
    let _ = App::new().service(first);
}
