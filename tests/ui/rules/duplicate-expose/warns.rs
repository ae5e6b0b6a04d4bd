//! `duplicate-expose` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["x-a", "X-A"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
