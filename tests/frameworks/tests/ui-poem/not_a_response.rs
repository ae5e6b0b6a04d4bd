//! A handler whose answer is none.

use cors::poem::{Route, cors, get};
use poem::handler;

struct Order;

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> Order {
    Order
}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
