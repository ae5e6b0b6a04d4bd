//! `silence(expose_safelisted)` silences `expose-safelisted`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["cache-control", "Content-Type"], silence(expose_safelisted))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
