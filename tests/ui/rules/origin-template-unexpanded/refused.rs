//! `origin-template-unexpanded` refuses the policy.

use cors::cors;

#[cors(origins = ["https://${HOST}"])]
async fn first() {}

#[cors(origins = ["https://{tenant}.example.com"])]
async fn second() {}

#[cors(origins = ["https://<tenant>.example.com"])]
async fn third() {}

#[cors(origins = ["%ORIGIN%"])]
async fn fourth() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth),);
}
