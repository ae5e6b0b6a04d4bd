//! The attribute on a method, as those of poem-openapi's `#[OpenApi]` are.

use cors::poem::cors;

struct Operations;

impl Operations {
    #[cors(origins = ["https://app.example.com"])]
    async fn list_orders(&self) -> &'static str {
        "orders"
    }
}

fn main() {
    let _ = Operations.list_orders();
}
