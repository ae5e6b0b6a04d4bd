//! Beside `origin-ipv4-not-canonical`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://127.0.0.1"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
