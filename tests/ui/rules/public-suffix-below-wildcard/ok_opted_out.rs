//! `danger(public_suffix_below_wildcard = ..)` opts out of `public-suffix-below-wildcard`.

use cors::cors;

#[cors(origins = ["https://*.amazonaws.com"], danger(public_suffix_below_wildcard = "for a reason"))]
async fn first() {}

#[cors(origins = ["https://*.kobe.jp"], danger(public_suffix_below_wildcard = "for a reason"))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
