//! `conflicting-option` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x-a"], danger(mirror_request_headers = "old clients"), credentials)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], danger(mirror_request_headers = "old clients"))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
