//! An annotated handler in poem's own `get`: its policy would be lost.

use cors::poem::{Route, cors};
use poem::{get, handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
