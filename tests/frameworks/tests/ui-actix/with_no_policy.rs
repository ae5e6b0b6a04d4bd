//! `with` and a type that is no policy.

use actix_web::App;
use cors::actix_web::{web, with};

struct Api;

fn main() {
    let _ = App::new().route("/orders", web::get().to(with::<Api, _>(async || "orders")));
}
