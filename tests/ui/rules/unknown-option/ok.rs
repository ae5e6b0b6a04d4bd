//! Beside `unknown-option`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x"], max_age = 600, credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
