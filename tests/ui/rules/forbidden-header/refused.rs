//! `forbidden-header` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["cookie"])]
async fn first() {}

#[cors(origins = ["https://a.example.com"], headers = ["Host", "sec-fetch-mode", "proxy-x"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
