//! The attribute below `#[handler]`.

use cors::salvo::cors;
use salvo::prelude::{Router, handler};

#[handler]
#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(list_orders);
}
