//! A misspelt method.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!(get "orders" => list_orders);
}
