//! Beside `wildcard-port-with-credentials`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["http://localhost:*"], credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
