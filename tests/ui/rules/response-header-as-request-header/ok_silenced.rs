//! `silence(response_header_as_request_header)` silences `response-header-as-request-header`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["www-authenticate", "etag"], silence(response_header_as_request_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
