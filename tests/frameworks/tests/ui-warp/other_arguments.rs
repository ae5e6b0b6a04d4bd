//! A function that takes something else than the route extracts.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
async fn show_order(id: String) -> String {
    id
}

fn main() {
    let _ = route!(GET "orders" / u32 => show_order);
}
