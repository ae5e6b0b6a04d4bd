//! An annotated route, registered like a function.

use actix_web::{App, get};
use cors::actix_web::{cors, web};

#[cors(origins = ["https://app.example.com"])]
#[get("/orders")]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(list_orders));
}
