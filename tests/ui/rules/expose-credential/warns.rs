//! `expose-credential` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["authorization", "x-csrf-token"], credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
