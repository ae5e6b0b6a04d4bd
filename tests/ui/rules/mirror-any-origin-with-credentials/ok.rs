//! Beside `mirror-any-origin-with-credentials`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
