//! The attribute above that of another framework.

use cors::salvo::cors;

mod actix_web {
    pub use salvo::prelude::handler as get;
}

#[cors(origins = ["https://app.example.com"])]
#[actix_web::get]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {}
