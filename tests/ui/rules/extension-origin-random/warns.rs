//! `extension-origin-random` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["moz-extension://6f0e3a1c-7d2b-4c58-9b1e-2a3f4d5e6c7b"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
