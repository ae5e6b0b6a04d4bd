//! Beside `wildcard-header-mixed`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = [any, "authorization"], silence(wildcard_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
