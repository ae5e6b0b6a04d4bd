//! `danger(method_lowercase = ..)` opts out of `method-lowercase`.

use cors::cors;

#[cors(origins = ["https://a.example.com"], methods = ["patch", purge], danger(method_lowercase = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
