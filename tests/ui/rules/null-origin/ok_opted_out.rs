//! `danger(null_origin = ..)` opts out of `null-origin`.

use cors::cors;

#[cors(origins = ["null"], danger(null_origin = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
