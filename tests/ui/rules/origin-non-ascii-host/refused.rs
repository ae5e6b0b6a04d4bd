//! `origin-non-ascii-host` refuses the policy.

use cors::cors;

#[cors(origins = ["https://bücher.example"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
