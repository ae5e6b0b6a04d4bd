//! Beside `origin-ipv6-zone`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://[fe80::1]"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
