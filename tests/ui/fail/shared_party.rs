//! Several findings with one other party: it is named once.

use cors::cors;

#[cors(origins = any, methods = any, headers = any, expose_headers = any, credentials)]
async fn handler() {}

fn main() {
    let _ = cors::policy_of(&handler);
}
