//! An annotated handler straight below a prefix.

use cors::poem::{Route, cors};
use poem::handler;

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().nest("/orders", list_orders).finish();
}
