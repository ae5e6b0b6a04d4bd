//! An annotated function without a route attribute, registered like one that has it.

use actix_web::App;
use cors::cors;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(list_orders);
}
