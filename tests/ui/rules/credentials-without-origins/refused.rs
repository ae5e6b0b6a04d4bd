//! `credentials-without-origins` refuses the policy.

use cors::cors;

#[cors(credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
