//! A handler with an argument that is no extractor.

use cors::poem::{Route, cors, get};
use poem::handler;

struct Order;

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders(_order: Order) {}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).finish();
}
