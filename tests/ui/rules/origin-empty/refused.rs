//! `origin-empty` refuses the policy.

use cors::cors;

#[cors(origins = [""])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
