//! Two route attributes on one function.

use cors::rocket::cors;
use rocket::{get, post, routes};

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
#[post("/orders")]
fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", routes![orders]);
}
