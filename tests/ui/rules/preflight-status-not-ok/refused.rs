//! `preflight-status-not-ok` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], preflight_status = 302)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], preflight_status = -200)]
async fn second() {}

#[cors(origins = ["https://a.example.com"], preflight_status = 70000)]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
