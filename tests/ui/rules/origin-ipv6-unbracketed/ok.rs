//! Beside `origin-ipv6-unbracketed`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://[::1]"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
