//! `empty-origins` refuses the policy.

use cors::cors;

#[cors(origins = [])]
async fn first() {}

#[cors(methods = [PUT])]
async fn second() {}

#[cors(origins = [], dev_origins = [])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
