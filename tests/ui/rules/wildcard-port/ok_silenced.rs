//! `silence(wildcard_port)` silences `wildcard-port`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com:*"], silence(wildcard_port))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
