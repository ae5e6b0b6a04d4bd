//! A function that is not async.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!(GET "orders" => list_orders);
}
