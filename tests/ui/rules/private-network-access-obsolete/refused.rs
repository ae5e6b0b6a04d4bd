//! `private-network-access-obsolete` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], private_network)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
