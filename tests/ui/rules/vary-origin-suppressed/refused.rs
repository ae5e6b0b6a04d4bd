//! `vary-origin-suppressed` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], vary = false)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
