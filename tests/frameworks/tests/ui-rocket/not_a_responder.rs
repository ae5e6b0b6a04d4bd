//! An answer that is no responder.

use cors::rocket::cors;
use rocket::{get, routes};

struct Order;

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
fn show_order() -> Order {
    Order
}

fn main() {
    let _ = rocket::build().mount("/", routes![show_order]);
}
