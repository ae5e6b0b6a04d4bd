//! The attribute on the `impl` block of a handler that is a value.

use cors::salvo::cors;
use salvo::prelude::handler;

struct Orders;

#[cors(origins = ["https://app.example.com"])]
#[handler]
impl Orders {
    async fn handle(&self) -> &'static str {
        "orders"
    }
}

fn main() {}
