//! `silence(duplicate_header)` silences `duplicate-header`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x-a", "X-A"], silence(duplicate_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
