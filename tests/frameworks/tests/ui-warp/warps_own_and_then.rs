//! An annotated function in warp's own `and_then`: its policy would be lost.

use cors::cors;
use warp::{Filter, Rejection};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> Result<&'static str, Rejection> {
    Ok("orders")
}

fn main() {
    let app = warp::path!("orders").and_then(list_orders);
    drop(warp::serve(app));
}
