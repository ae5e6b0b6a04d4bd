//! A parameter of the path that no argument takes: the framework's own error, at the author's text.

use cors::rocket::cors;
use rocket::{get, routes};

#[cors(origins = ["https://app.example.com"])]
#[get("/orders/<id>")]
fn show_order() -> &'static str {
    "order"
}

fn main() {
    let _ = rocket::build().mount("/", routes![show_order]);
}
