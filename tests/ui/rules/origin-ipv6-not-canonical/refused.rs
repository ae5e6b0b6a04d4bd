//! `origin-ipv6-not-canonical` refuses the policy.

use cors::cors;

#[cors(origins = ["http://[0:0::1]"])]
async fn first() {}

#[cors(origins = ["http://[::ffff:1.2.3.4]"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
