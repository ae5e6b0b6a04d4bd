//! `danger-without-reason` refuses the policy.

use cors::cors;

#[cors(origins = ["null"], danger(null_origin = ""))]
async fn first() {}

#[cors(origins = ["null"], danger(null_origin))]
async fn second() {}

#[cors(origins = ["null"], danger(null_origin = "  "))]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
