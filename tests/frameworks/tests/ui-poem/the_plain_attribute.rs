//! The attribute for plain functions above `#[handler]`.

use cors::cors;
use poem::{get, handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = poem::Route::new().at("/orders", get(list_orders));
}
