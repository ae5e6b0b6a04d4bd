//! Beside `conflicting-option`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], danger(mirror_request_headers = "old clients"), credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
