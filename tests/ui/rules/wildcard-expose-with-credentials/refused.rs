//! `wildcard-expose-with-credentials` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = any, credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
