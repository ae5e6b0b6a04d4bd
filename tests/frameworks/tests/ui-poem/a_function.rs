//! A function without `#[handler]` in this library's `get`.

use cors::poem::{Route, get};

async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
