//! `silence(duplicate_origin)` silences `duplicate-origin`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com", "https://a.example.com"], silence(duplicate_origin))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
