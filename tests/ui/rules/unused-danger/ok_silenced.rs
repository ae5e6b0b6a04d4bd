//! `silence(unused_danger)` silences `unused-danger`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"], danger(null_origin = "ours"), silence(unused_danger))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
