//! `origin-ipv6-zone` refuses the policy.

use cors::cors;

#[cors(origins = ["http://[fe80::1%25eth0]"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
