//! A handler whose answer is none.

use cors::salvo::{Router, cors};
use salvo::prelude::handler;

struct Order;

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn list_orders() -> Order {
    Order
}

fn main() {
    let _ = Router::with_path("orders").get(list_orders);
}
