//! `extension-id-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["chrome-extension://*"])]
async fn first() {}

#[cors(origins = ["chrome-extension://abc"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
