//! `origin-subsumed` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com", "https://*.example.com"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
