//! `with` straight at a path.

use cors::{
    CorsPolicy,
    poem::{Route, with},
};
use poem::handler;

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = Route::new().at("/orders", with::<Api, _>(list_orders)).finish();
}
