//! A return value that is no response.

use actix_web::App;
use cors::{actix_web::web, cors};

struct Order;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> Order {
    Order
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
