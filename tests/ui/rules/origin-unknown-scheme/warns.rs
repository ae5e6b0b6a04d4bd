//! `origin-unknown-scheme` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["foo://bar"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
