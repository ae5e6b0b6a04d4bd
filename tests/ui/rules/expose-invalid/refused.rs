//! `expose-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["X Foo"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
