//! `origin-uppercase-scheme` refuses the policy.

use cors::cors;

#[cors(origins = ["HTTPS://example.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
