//! `origin-percent-encoded-host` refuses the policy.

use cors::cors;

#[cors(origins = ["https://%65xample.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
