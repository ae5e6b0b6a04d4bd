//! A function whose answer is no reply.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
async fn count_orders() -> u32 {
    7
}

fn main() {
    let _ = route!(GET "orders" => count_orders);
}
