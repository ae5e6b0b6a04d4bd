//! `origin-punycode-invalid` refuses the policy.

use cors::cors;

#[cors(origins = ["https://xn--a.example"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
