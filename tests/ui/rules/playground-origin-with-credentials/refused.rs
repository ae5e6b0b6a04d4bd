//! `playground-origin-with-credentials` refuses the policy.

use cors::cors;

#[cors(origins = ["https://jsbin.com"], credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
