//! Beside `credentials-without-origins`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(dev_origins = ["http://localhost:3000"], credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
