//! Routes that are none, and parts of paths that are no segments.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!("orders" => list_orders);
    let _ = route!(GET "orders" -> list_orders);
    let _ = route!(GET "/orders" => list_orders);
    let _ = route!(GET "orders/latest" => list_orders);
    let _ = route!(GET "" => list_orders);
}
