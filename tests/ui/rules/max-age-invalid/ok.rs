//! Beside `max-age-invalid`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 600)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], max_age = "10m")]
async fn second() {}

#[cors(origins = ["https://a.example.com"], max_age = 0)]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
