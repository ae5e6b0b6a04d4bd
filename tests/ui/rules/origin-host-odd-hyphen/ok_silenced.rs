//! `silence(origin_host_odd_hyphen)` silences `origin-host-odd-hyphen`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://-a.example.com"], silence(origin_host_odd_hyphen))]
async fn first() {}

#[cors(origins = ["https://a-.example.com"], silence(origin_host_odd_hyphen))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
