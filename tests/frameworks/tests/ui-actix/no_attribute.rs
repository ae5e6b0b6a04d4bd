//! A function without an attribute in this library's `to`.

use actix_web::App;
use cors::actix_web::web;

async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
