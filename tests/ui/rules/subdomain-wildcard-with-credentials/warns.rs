//! `subdomain-wildcard-with-credentials` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://*.example.com"], credentials)]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
