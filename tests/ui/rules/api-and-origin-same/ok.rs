//! Beside `api-and-origin-same`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], public_origin = "https://api.example.com")]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
