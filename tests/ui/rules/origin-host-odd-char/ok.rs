//! Beside `origin-host-odd-char`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a-b.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
