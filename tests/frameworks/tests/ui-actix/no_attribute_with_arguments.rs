//! A function with an extractor and without an attribute in this library's `to`.

use actix_web::App;
use cors::actix_web::web;

async fn show_order(id: actix_web::web::Path<u32>) -> String {
    id.to_string()
}

fn main() {
    let _ = App::new().route("/orders/{id}", web::get().to(show_order));
}
