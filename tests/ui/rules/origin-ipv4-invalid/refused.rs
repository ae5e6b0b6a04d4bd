//! `origin-ipv4-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["http://256.1.1.1"])]
async fn first() {}

#[cors(origins = ["https://foo.0x1"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
