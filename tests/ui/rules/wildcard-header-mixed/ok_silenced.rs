//! `silence(wildcard_header_mixed)` silences `wildcard-header-mixed`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = [any, "x-a"], silence(wildcard_header_mixed, wildcard_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
