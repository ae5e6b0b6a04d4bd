//! `danger(playground_origin_with_credentials = ..)` opts out of `playground-origin-with-credentials`.

use cors::cors;

#[cors(origins = ["https://jsbin.com"], credentials, danger(playground_origin_with_credentials = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
