//! `origin-host-too-long` refuses the policy.

use cors::cors;

#[cors(origins = ["https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
