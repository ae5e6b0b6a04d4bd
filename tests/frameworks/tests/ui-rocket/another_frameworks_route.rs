//! A route attribute of another framework.

use cors::rocket::cors;

#[cors(origins = ["https://app.example.com"])]
#[actix_web::get("/orders")]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = actix_web::App::new().service(list_orders);
}
