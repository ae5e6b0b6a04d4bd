//! The attribute for plain functions above `#[handler]`.

use cors::{cors, salvo::Router};
use salvo::prelude::handler;

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").goal(list_orders);
}
