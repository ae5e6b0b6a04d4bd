//! `public-suffix-below-wildcard` refuses the policy.

use cors::cors;

#[cors(origins = ["https://*.amazonaws.com"])]
async fn first() {}

#[cors(origins = ["https://*.kobe.jp"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
