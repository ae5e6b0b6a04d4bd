//! `origin-has-userinfo` refuses the policy.

use cors::cors;

#[cors(origins = ["https://u:p@example.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
