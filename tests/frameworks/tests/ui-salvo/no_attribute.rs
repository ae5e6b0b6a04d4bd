//! A handler without an attribute.

use cors::salvo::Router;
use salvo::prelude::handler;

#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(list_orders);
}
