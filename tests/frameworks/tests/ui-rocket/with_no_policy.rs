//! `with` and a type that is no policy.

use cors::rocket::with;
use rocket::{get, routes};

struct Api;

#[get("/orders")]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", with::<Api>(routes![list_orders]));
}
