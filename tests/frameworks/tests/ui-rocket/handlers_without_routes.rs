//! `with` takes routes, not functions.

use cors::{CorsPolicy, rocket::with};
use rocket::get;

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[get("/orders")]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", with::<Api>(list_orders));
}
