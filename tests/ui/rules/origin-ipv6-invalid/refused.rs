//! `origin-ipv6-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["http://[::g]"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
