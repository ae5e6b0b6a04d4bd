//! `silence(origin_trailing_dot)` silences `origin-trailing-dot`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://example.com."], silence(origin_trailing_dot))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
