//! `header-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["X Foo"])]
async fn first() {}

#[cors(origins = ["https://a.example.com"], headers = ["x-a, x-b"])]
async fn second() {}

#[cors(origins = ["https://a.example.com"], headers = ["\"x\""])]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
