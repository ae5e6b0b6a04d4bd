//! Beside `dev-origin-not-loopback`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], dev_origins = ["http://localhost:*", "http://127.0.0.1:3000", "http://[::1]:3000"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
