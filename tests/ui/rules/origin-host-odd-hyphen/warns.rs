//! `origin-host-odd-hyphen` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://-a.example.com"])]
async fn first() {}

#[cors(origins = ["https://a-.example.com"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
