//! `origin-default-port` refuses the policy.

use cors::cors;

#[cors(origins = ["https://example.com:443"])]
async fn first() {}

#[cors(origins = ["http://example.com:80"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
