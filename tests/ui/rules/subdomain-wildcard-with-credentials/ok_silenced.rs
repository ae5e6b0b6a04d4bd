//! `silence(subdomain_wildcard_with_credentials)` silences `subdomain-wildcard-with-credentials`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://*.example.com"], credentials, silence(subdomain_wildcard_with_credentials))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
