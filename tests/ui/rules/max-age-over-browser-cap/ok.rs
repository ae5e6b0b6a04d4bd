//! Beside `max-age-over-browser-cap`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 7200)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
