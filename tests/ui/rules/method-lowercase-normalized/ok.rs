//! Beside `method-lowercase-normalized`: what the rule says nothing about.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = [PUT, DELETE])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
