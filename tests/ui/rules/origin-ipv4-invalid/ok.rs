//! Beside `origin-ipv4-invalid`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://25.1.1.1"])]
async fn first() {}

#[cors(origins = ["https://1.example.com"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
