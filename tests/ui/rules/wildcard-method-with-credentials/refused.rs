//! `wildcard-method-with-credentials` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = any, credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
