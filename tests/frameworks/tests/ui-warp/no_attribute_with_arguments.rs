//! A function with arguments and without an attribute.

use cors::warp::route;

async fn show_order(id: u32, page: String) -> String {
    format!("{id} {page}")
}

fn main() {
    let _ = route!(GET "orders" / u32 => show_order, warp::header::header("x-page"));
}
