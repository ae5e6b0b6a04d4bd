//! `regex-origin` refuses the policy.

use cors::cors;

#[cors(origin_regex = "https://.*")]
async fn first() {}

#[cors(origins = ["https://a.example.com"], origins_regex = ["x"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
