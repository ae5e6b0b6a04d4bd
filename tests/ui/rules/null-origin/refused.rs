//! `null-origin` refuses the policy.

use cors::cors;

#[cors(origins = ["null"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
