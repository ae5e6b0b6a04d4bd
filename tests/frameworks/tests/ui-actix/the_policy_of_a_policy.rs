//! `with` around a function that has a policy of its own.

use actix_web::App;
use cors::{
    CorsPolicy,
    actix_web::{web, with},
    cors,
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().to(with::<Api, _>(list_orders)));
}
