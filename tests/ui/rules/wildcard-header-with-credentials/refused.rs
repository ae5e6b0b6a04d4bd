//! `wildcard-header-with-credentials` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = any, credentials)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], headers = [any, "authorization"], credentials)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
