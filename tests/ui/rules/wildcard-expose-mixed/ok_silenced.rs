//! `silence(wildcard_expose_mixed)` silences `wildcard-expose-mixed`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = [any, "x-a"], silence(wildcard_expose_mixed))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
