//! Beside `origin-ipv6-invalid`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://[::f]"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
