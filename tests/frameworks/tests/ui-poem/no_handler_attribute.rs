//! poem's attribute on a function without `#[handler]`.

use cors::poem::{Route, cors, get};

#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
