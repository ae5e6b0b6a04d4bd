//! A policy that is refused: one error, and none about the registration.

use cors::poem::{Route, cors, get};
use poem::{handler, web::Path};

#[cors(origins = any, credentials)]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

#[cors(origins = ["https://app.example.com/"])]
#[handler]
fn show<T: Send + Sync + serde::de::DeserializeOwned>(_id: Path<T>) {}

fn main() {
    let _ = Route::new().at("/orders", get(list_orders)).at("/:id", get(show::<u32>::default())).finish();
}
