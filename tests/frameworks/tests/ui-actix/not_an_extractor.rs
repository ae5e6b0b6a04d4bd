//! An argument that is no extractor.

use actix_web::App;
use cors::{actix_web::web, cors};

struct Page;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(_page: Page) -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
