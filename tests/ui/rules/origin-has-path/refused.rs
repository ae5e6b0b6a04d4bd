//! `origin-has-path` refuses the policy.

use cors::cors;

#[cors(origins = ["https://example.com/app"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
