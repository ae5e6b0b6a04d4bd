//! The attribute below `#[handler]`.

use cors::poem::{Route, cors, get};
use poem::handler;

#[handler]
#[cors(origins = ["https://app.example.com"])]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
