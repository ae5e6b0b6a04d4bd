//! `with` and a type that is no policy.

use cors::warp::{route, with};

struct Api;

async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!(GET "orders" => with::<Api, _>(list_orders));
}
