//! This library's router within salvo's own.

use cors::salvo::{Router, cors};
use salvo::prelude::{Service, handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let orders = Router::with_path("orders").get(list_orders);
    let _ = Service::new(salvo::Router::new().push(orders));
}
