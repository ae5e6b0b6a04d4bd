//! Beside `wildcard-port`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com:8443"])]
async fn first() {}

#[cors(origins = ["http://localhost:*"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
