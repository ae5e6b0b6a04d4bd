//! Beside `origin-unknown-scheme`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://bar.example"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
