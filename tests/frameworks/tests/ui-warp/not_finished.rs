//! Routes that are served without their table.

use cors::{cors, warp::route};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    drop(warp::serve(route!(GET "orders" => list_orders)));
}
