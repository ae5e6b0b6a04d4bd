//! `danger(public_suffix_wildcard = ..)` opts out of `public-suffix-wildcard`.

use cors::cors;

#[cors(origins = ["https://*.github.io"], danger(public_suffix_wildcard = "for a reason"))]
async fn first() {}

#[cors(origins = ["https://*.com"], danger(public_suffix_wildcard = "for a reason"))]
async fn second() {}

#[cors(origins = ["https://*.s3.amazonaws.com"], danger(public_suffix_wildcard = "for a reason"))]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third),);
}
