//! `silence(origin_host_underscore)` silences `origin-host-underscore`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://my_app.example.com"], silence(origin_host_underscore))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
