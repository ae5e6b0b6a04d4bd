//! `method-not-served` warns; the route attribute shows what is served.

#![deny(deprecated)]

use actix_web::{App, get, route, routes};
use cors::actix_web::cors;

#[cors(origins = ["https://a.example.com"], methods = [DELETE])]
#[get("/first")]
async fn first() -> &'static str {
    "first"
}

#[cors(origins = ["https://a.example.com"], methods = [GET, "PURGE"])]
#[route("/second", method = "GET", method = "PUT")]
async fn second() -> &'static str {
    "second"
}

#[cors(origins = ["https://a.example.com"], methods = [PUT])]
#[routes]
#[get("/third")]
#[post("/third")]
async fn third() -> &'static str {
    "third"
}

fn main() {
    let _ = App::new().service(first).service(second).service(third);
}
