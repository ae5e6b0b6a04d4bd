//! An annotated handler in salvo's own router: its policy would be lost.

use cors::salvo::cors;
use salvo::prelude::{Router, handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(list_orders);
}
