//! `preflight-bypass-header` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["x-http-method-override"])]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
