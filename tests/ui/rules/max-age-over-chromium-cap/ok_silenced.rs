//! `silence(max_age_over_chromium_cap)` silences `max-age-over-chromium-cap`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 7201, silence(max_age_over_chromium_cap))]
async fn first() {}

#[cors(origins = ["https://a.example.com"], max_age = "1d", silence(max_age_over_chromium_cap))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
