//! An annotated function in `Resource::to`: its policy would be lost.

use actix_web::{App, web};
use cors::cors;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(web::resource("/orders").to(list_orders));
}
