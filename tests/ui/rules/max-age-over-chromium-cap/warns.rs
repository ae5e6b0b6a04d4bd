//! `max-age-over-chromium-cap` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 7201)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], max_age = "1d")]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
