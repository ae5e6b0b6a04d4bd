//! Beside `preflight-status-not-ok`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], preflight_status = 200)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], preflight_status = 299)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
