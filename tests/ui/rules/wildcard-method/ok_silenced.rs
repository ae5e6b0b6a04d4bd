//! `silence(wildcard_method)` silences `wildcard-method`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = any, silence(wildcard_method))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
