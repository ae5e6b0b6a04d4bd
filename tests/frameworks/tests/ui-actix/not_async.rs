//! A function that is not `async` and returns no future.

use actix_web::App;
use cors::{actix_web::web, cors};

#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
