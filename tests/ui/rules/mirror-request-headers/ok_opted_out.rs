//! `mirror-request-headers` exists only as a danger word: it replaces the key `headers`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], credentials, danger(mirror_request_headers = "old clients"))]
async fn first() {}

fn main() {
    assert!(cors::policy_of(&first).is_some_and(|policy| policy.to_string().contains("headers=mirror")));
}
