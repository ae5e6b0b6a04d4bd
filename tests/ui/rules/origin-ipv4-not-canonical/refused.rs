//! `origin-ipv4-not-canonical` refuses the policy.

use cors::cors;

#[cors(origins = ["http://127.1"])]
async fn first() {}

#[cors(origins = ["http://0x7f.0.0.1"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
