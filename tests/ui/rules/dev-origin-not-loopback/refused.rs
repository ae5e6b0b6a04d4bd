//! `dev-origin-not-loopback` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], dev_origins = ["https://staging.example.com"])]
async fn first() {}

#[cors(dev_origins = ["*"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
