//! A function that is no handler.

use cors::salvo::Router;

async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(list_orders);
}
