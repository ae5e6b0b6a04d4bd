//! Beside `wildcard-any-host`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = any)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
