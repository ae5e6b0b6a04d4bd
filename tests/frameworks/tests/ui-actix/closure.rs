//! A closure in this library's `to`.

use actix_web::App;
use cors::actix_web::web;

fn main() {
    let _ = App::new().route("/orders", web::get().to(async || "orders"));
}
