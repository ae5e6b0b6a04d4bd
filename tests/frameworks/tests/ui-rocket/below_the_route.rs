//! The attribute below the route attribute.

use cors::rocket::cors;
use rocket::{get, routes};

#[get("/orders")]
#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", routes![list_orders]);
}
