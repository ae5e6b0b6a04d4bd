//! `expose-forbidden` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["set-cookie", "Set-Cookie2"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
