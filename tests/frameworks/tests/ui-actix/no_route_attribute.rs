//! actix-web's attribute on a function without a route attribute.

use actix_web::App;
use cors::actix_web::{cors, web};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
