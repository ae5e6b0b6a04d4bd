//! `cors-response-header-as-request-header` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["access-control-allow-origin"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
