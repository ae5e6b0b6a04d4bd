//! A policy that is refused gives no second error.

use cors::salvo::{Router, cors};
use salvo::prelude::handler;

#[cors(origins = any, credentials)]
#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(list_orders);
}
