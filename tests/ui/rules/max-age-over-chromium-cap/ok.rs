//! Beside `max-age-over-chromium-cap`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = "2h")]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
