//! A function without an attribute.

use cors::warp::route;

async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!(GET "orders" => list_orders);
}
