//! Beside `header-invalid`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x-a", "x-b"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
