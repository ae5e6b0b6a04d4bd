//! An annotated handler straight at a path.

use cors::poem::cors;
use poem::{Route, handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", list_orders);
}
