//! Beside `wildcard-expose-mixed`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = any)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
