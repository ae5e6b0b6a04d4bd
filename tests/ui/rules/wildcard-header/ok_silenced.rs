//! `silence(wildcard_header)` silences `wildcard-header`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = any, silence(wildcard_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
