//! This library's router in salvo's own `Service::new`.

use cors::salvo::{Router, cors};
use salvo::prelude::{Service, handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Service::new(Router::with_path("orders").get(list_orders));
}
