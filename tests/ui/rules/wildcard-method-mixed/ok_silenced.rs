//! `silence(wildcard_method_mixed)` silences `wildcard-method-mixed`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = [any, PUT], silence(wildcard_method_mixed, wildcard_method))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
