//! A handler without an attribute in this library's `get`.

use cors::poem::{Route, get};
use poem::handler;

#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
