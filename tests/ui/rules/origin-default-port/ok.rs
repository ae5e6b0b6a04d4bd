//! Beside `origin-default-port`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://example.com:80"])]
async fn first() {}

#[cors(origins = ["http://example.com:443"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
