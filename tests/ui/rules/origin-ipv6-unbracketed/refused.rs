//! `origin-ipv6-unbracketed` refuses the policy.

use cors::cors;

#[cors(origins = ["http://::1"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
