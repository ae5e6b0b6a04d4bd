//! `silence(duplicate_expose)` silences `duplicate-expose`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["x-a", "X-A"], silence(duplicate_expose))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
