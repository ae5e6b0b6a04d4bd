//! Beside `danger-without-reason`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["null"], danger(null_origin = "ours"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
