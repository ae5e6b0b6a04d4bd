//! `origin-malformed` refuses the policy.

use cors::cors;

#[cors(origins = ["https:/example.com"])]
async fn first() {}

#[cors(origins = ["^https://example\\.com$"])]
async fn second() {}

#[cors(origins = ["ht_tps://example.com"])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
