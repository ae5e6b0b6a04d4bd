//! An annotated function in actix-web's own `to`: its policy would be lost.

use actix_web::{App, web};
use cors::cors;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
