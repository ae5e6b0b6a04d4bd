//! A closure, which cannot have an attribute.

use cors::axum::get;

fn main() {
    let _: axum::Router = axum::Router::new().route("/time", get(|| async { "noon" }).cors());
}
