//! `origin-missing-scheme` refuses the policy.

use cors::cors;

#[cors(origins = ["example.com"])]
async fn first() {}

#[cors(origins = ["localhost:3000"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
