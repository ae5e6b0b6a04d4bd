//! `without` around a handler that has a policy of its own.

use cors::poem::{Route, cors, get, without};
use poem::handler;

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(without(list_orders))).finish();
}
