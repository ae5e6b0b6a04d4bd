//! `silence(origin_unknown_scheme)` silences `origin-unknown-scheme`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["foo://bar"], silence(origin_unknown_scheme))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
