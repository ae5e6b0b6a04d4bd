//! Beside `extension-origin-random`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["chrome-extension://abcdefghijklmnopabcdefghijklmnop"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
