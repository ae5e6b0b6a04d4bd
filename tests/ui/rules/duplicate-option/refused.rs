//! `duplicate-option` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 600, max_age = 700)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], credentials, credentials = true)]
async fn second() {}

#[cors(origins = ["https://a.example.com"], origins = any)]
async fn third() {}

#[cors(origins = ["https://a.example.com"], silence(wildcard_port, wildcard_port))]
async fn fourth() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth),);
}
