//! Beside `shared-app-origin-with-credentials`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], credentials)]
async fn first() {}

#[cors(origins = ["https://localhost"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
