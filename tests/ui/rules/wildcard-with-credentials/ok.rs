//! Beside `wildcard-with-credentials`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = any)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], credentials)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
