//! `method-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = ["PUT, PATCH"])]
async fn first() {}

#[cors(origins = ["https://a.example.com"], methods = [""])]
async fn second() {}

#[cors(origins = ["https://a.example.com"], methods = ["P UT"])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
