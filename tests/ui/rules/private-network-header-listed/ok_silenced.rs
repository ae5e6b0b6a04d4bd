//! `silence(private_network_header_listed)` silences `private-network-header-listed`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], headers = ["access-control-request-private-network"], silence(private_network_header_listed))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
