//! `silence(expose_cors_header)` silences `expose-cors-header`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], expose_headers = ["access-control-allow-origin"], silence(expose_cors_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
