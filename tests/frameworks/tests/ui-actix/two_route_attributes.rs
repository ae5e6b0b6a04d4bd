//! Two route attributes without `#[routes]`.

use actix_web::{App, get, post};
use cors::actix_web::cors;

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
#[post("/orders")]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
