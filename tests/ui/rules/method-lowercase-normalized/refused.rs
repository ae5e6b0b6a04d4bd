//! `method-lowercase-normalized` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = ["put", delete])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
