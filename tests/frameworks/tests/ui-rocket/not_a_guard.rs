//! An argument that is neither a parameter nor a guard.

use cors::rocket::cors;
use rocket::{get, routes};

struct User;

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
fn list_orders(_user: User) -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", routes![list_orders]);
}
