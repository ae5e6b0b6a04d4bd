//! A handler that is never mounted is an unused function, as without a policy.
#![deny(dead_code)]

use cors::rocket::cors;
use rocket::get;

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {}
