//! `shared-app-origin-with-credentials` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["capacitor://localhost"], credentials)]
async fn first() {}

#[cors(origins = ["https://localhost"], credentials)]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
