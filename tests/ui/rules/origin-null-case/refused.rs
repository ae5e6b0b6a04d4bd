//! `origin-null-case` refuses the policy.

use cors::cors;

#[cors(origins = ["NULL"])]
async fn first() {}

#[cors(origins = ["None"])]
async fn second() {}

#[cors(origins = ["nil"])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
