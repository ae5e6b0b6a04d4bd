//! `expose-request-header` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["origin", "access-control-request-method"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
