//! Beside `origin-missing-scheme`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://example.com"])]
async fn first() {}

#[cors(origins = ["http://localhost:3000"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
