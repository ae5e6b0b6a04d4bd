//! `forbidden-method` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = [TRACE])]
async fn first() {}

#[cors(origins = ["https://a.example.com"], methods = ["connect", TRACK])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
