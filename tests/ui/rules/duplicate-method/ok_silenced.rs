//! `silence(duplicate_method)` silences `duplicate-method`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = [PUT, PUT], silence(duplicate_method))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
