//! `max-age-over-browser-cap` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 86401)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], max_age = "2d")]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
