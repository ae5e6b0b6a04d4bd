//! An argument that is no extractor.

use cors::{axum::get, cors};

struct Page(u32);

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(page: Page) -> String {
    page.0.to_string()
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/orders", get(list_orders).cors());
}
