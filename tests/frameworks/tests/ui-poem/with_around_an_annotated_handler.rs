//! `with` around a handler that has a policy of its own.

use cors::{
    CorsPolicy,
    poem::{Route, cors, get, with},
};
use poem::handler;

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", get(with::<Api, _>(list_orders))).finish();
}
