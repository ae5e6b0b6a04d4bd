//! An annotated function in warp's own `map`: its policy would be lost.

use cors::cors;
use warp::Filter;

#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let app = warp::path!("orders").map(list_orders);
    drop(warp::serve(app));
}
