//! `silence(origin_subsumed)` silences `origin-subsumed`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com", "https://*.example.com"], silence(origin_subsumed))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
