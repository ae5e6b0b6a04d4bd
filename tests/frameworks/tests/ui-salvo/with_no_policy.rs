//! `with` and a type that is no policy.

use cors::salvo::{Router, with};
use salvo::prelude::handler;

struct Api;

#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Router::with_path("orders").get(with::<Api, _>(list_orders));
}
