//! `silence(shared_app_origin_with_credentials)` silences `shared-app-origin-with-credentials`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["capacitor://localhost"], credentials, silence(shared_app_origin_with_credentials))]
async fn first() {}

#[cors(origins = ["https://localhost"], credentials, silence(shared_app_origin_with_credentials))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
