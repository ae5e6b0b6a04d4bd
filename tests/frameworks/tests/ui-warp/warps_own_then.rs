//! An annotated function in warp's own `then`: its policy would be lost.

use cors::cors;
use warp::Filter;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let app = warp::path!("orders").then(list_orders);
    drop(warp::serve(app));
}
