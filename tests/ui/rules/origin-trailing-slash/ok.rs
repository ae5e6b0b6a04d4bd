//! Beside `origin-trailing-slash`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://example.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
