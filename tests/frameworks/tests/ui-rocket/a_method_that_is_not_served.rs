//! A listed method that the route does not serve.
#![deny(deprecated)]

use cors::rocket::cors;
use rocket::{put, routes};

#[cors(origins = ["https://app.example.com"], methods = [PUT, DELETE])]
#[put("/orders/<_id>")]
fn change_order(_id: u32) {}

fn main() {
    let _ = rocket::build().mount("/", routes![change_order]);
}
