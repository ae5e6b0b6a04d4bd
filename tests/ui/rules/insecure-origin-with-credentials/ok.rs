//! Beside `insecure-origin-with-credentials`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://app.example.com"])]
async fn first() {}

#[cors(origins = ["http://localhost:3000"], credentials)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
