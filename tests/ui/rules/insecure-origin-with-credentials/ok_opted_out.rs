//! `danger(insecure_origin_with_credentials = ..)` opts out of `insecure-origin-with-credentials`.

use cors::cors;

#[cors(origins = ["http://app.example.com"], credentials, danger(insecure_origin_with_credentials = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
