//! Beside `expose-credential`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["authorization"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
