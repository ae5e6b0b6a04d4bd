//! The attribute below the route attribute.

use actix_web::{App, get};
use cors::actix_web::cors;

#[get("/orders")]
#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(list_orders);
}
