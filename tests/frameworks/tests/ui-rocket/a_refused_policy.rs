//! A policy that is refused: one error, and the route stays what it was.

use cors::rocket::cors;
use rocket::{get, routes, uri};

#[cors(origins = any, credentials)]
#[get("/orders/<id>")]
fn show_order(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = uri!(show_order(7));
    let _ = show_order(7);
    let _ = rocket::build().mount("/", routes![show_order]);
}
