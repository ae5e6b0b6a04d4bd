//! Beside `origin-port-invalid`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://example.com:1"])]
async fn first() {}

#[cors(origins = ["https://example.com:65535"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
