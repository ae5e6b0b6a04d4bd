//! `wildcard-expose-mixed` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = [any, "x-a"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
