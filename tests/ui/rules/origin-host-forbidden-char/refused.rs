//! `origin-host-forbidden-char` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a^b.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
