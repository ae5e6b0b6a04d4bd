//! `origin-trailing-slash` refuses the policy.

use cors::cors;

#[cors(origins = ["https://example.com/"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
