//! `silence(expose_credential)` silences `expose-credential`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["authorization", "x-csrf-token"], credentials, silence(expose_credential))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
