//! A router of ours that is served without `.finish()`.

use cors::poem::{Route, cors, get};
use poem::handler;

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let app = Route::new().at("/orders", get(list_orders));
    let _ = poem::Route::new().nest("/api", app);
}
