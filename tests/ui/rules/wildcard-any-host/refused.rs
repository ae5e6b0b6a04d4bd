//! `wildcard-any-host` refuses the policy.

use cors::cors;

#[cors(origins = ["https://*"])]
async fn first() {}

#[cors(origins = ["http://*:*"])]
async fn second() {}

#[cors(origins = ["*://*"])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
