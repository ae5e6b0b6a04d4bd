//! `origin-has-fragment` refuses the policy.

use cors::cors;

#[cors(origins = ["https://example.com#x"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
