//! `wildcard-with-credentials` refuses the policy.

use cors::cors;

#[cors(origins = any, credentials)]
async fn first() {}

#[cors(origins = ["*"], credentials)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
