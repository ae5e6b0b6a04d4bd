//! `origin-uppercase-host` refuses the policy.

use cors::cors;

#[cors(origins = ["https://Example.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
