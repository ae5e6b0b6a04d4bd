//! No route attribute below it.

use cors::rocket::cors;
use rocket::routes;

#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = rocket::build().mount("/", routes![list_orders]);
}
