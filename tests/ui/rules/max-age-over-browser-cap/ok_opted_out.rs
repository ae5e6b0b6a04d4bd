//! `danger(max_age_over_browser_cap = ..)` opts out of `max-age-over-browser-cap`.

use cors::cors;

#[cors(origins = ["https://a.example.com"], max_age = 86401, danger(max_age_over_browser_cap = "for a reason"))]
async fn first() {}

#[cors(origins = ["https://a.example.com"], max_age = "2d", danger(max_age_over_browser_cap = "for a reason"))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
