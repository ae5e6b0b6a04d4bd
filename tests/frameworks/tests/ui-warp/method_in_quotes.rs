//! A method that is no token.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!("PUR GE" "orders" => list_orders);
}
