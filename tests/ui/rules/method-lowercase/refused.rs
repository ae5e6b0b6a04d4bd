//! `method-lowercase` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = ["patch", purge])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
