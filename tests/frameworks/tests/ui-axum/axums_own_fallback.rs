//! An annotated function in axum's own `fallback`.

use cors::cors;

#[cors(origins = ["https://app.example.com"])]
async fn not_found() {}

fn main() {
    let _: axum::Router = axum::Router::new().fallback(not_found);
}
