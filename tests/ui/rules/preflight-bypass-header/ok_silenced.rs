//! `silence(preflight_bypass_header)` silences `preflight-bypass-header`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x-http-method-override"], silence(preflight_bypass_header))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
