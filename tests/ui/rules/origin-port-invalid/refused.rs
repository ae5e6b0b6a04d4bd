//! `origin-port-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["https://example.com:0"])]
async fn first() {}

#[cors(origins = ["https://example.com:65536"])]
async fn second() {}

#[cors(origins = ["https://example.com:080"])]
async fn third() {}

#[cors(origins = ["https://example.com:"])]
async fn fourth() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth),);
}
