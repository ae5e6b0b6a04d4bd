//! The attribute of plain functions above a route attribute.

use cors::cors;
use rocket::{get, routes};

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
fn list_orders() -> &'static str {
    "orders"
}

#[cors(origins = ["https://app.example.com"])]
#[rocket::post("/orders")]
fn create_order() -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", routes![list_orders, create_order]);
}
