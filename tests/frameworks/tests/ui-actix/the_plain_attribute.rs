//! The attribute for plain functions above a route attribute.

use actix_web::{App, get};
use cors::cors;

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(list_orders);
}
