//! `silence(api_and_origin_same)` silences `api-and-origin-same`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], public_origin = "https://a.example.com", silence(api_and_origin_same))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
