//! Beside `origin-ipv6-not-canonical`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://[::1]"])]
async fn first() {}

#[cors(origins = ["http://[::ffff:102:304]"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
