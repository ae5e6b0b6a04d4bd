//! Beside `public-suffix-wildcard`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://*.you.github.io"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
