//! `origin-empty-label` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a..example.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
