//! `origin-scheme-never-sent` refuses the policy.

use cors::cors;

#[cors(origins = ["file://"])]
async fn first() {}

#[cors(origins = ["data:"])]
async fn second() {}

#[cors(origins = ["wss://example.com"])]
async fn third() {}

#[cors(origins = ["ftp://example.com"])]
async fn fourth() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth),);
}
