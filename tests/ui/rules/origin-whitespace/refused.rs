//! `origin-whitespace` refuses the policy.

use cors::cors;

#[cors(origins = [" https://a.example.com"])]
async fn first() {}

#[cors(origins = ["https://a.example.com "])]
async fn second() {}

#[cors(origins = ["https://a.example.com\n"])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
