//! An annotated handler within `without`.

use cors::salvo::{Router, cors, without};
use salvo::prelude::handler;

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(without(list_orders));
}
