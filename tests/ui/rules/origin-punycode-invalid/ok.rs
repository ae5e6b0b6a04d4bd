//! Beside `origin-punycode-invalid`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://xn--bcher-kva.example"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
