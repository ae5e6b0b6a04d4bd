//! `mirror-any-origin-with-credentials` refuses the policy.

use cors::cors;

#[cors(origins = mirror, credentials)]
async fn first() {}

#[cors(credentials, origins = reflect)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
