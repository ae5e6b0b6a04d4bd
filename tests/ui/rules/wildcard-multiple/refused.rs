//! `wildcard-multiple` refuses the policy.

use cors::cors;

#[cors(origins = ["https://*.*.example.com"])]
async fn first() {}

#[cors(origins = ["https://**.example.com"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
