//! A closure, which cannot be annotated.

use cors::warp::route;

fn main() {
    let _ = route!(GET "orders" => || async { "orders" });
}
