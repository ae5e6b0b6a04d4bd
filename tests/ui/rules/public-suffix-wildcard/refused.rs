//! `public-suffix-wildcard` refuses the policy.

use cors::cors;

#[cors(origins = ["https://*.github.io"])]
async fn first() {}

#[cors(origins = ["https://*.com"])]
async fn second() {}

#[cors(origins = ["https://*.s3.amazonaws.com"])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
