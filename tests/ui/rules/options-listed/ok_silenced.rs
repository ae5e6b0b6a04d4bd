//! `silence(options_listed)` silences `options-listed`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = [OPTIONS], silence(options_listed))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
