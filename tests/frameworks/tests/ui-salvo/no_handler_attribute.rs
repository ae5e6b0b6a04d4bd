//! The attribute without `#[handler]`.

use cors::salvo::cors;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {}
