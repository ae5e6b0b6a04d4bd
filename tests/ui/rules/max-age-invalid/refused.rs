//! `max-age-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = -1)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], max_age = 1.5)]
async fn second() {}

#[cors(origins = ["https://a.example.com"], max_age = "600")]
async fn third() {}

#[cors(origins = ["https://a.example.com"], max_age = "10 minutes")]
async fn fourth() {}

#[cors(origins = ["https://a.example.com"], max_age = 10m)]
async fn fifth() {}

#[cors(origins = ["https://a.example.com"], max_age = 600u32)]
async fn sixth() {}

#[cors(origins = ["https://a.example.com"], max_age = 99999999999999999999)]
async fn seventh() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth), cors::policy_of(&fifth), cors::policy_of(&sixth), cors::policy_of(&seventh),);
}
