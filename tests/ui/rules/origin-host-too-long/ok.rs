//! Beside `origin-host-too-long`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
