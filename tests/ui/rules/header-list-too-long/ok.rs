//! Beside `header-list-too-long`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x-a"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
