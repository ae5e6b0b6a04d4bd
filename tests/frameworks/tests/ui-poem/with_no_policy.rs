//! `with` and a type that is no policy.

use cors::poem::{Route, get, with};
use poem::endpoint::make_sync;

struct Api;

fn main() {
    let _ = Route::new().at("/orders", get(with::<Api, _>(make_sync(|_| "orders")))).finish();
}
