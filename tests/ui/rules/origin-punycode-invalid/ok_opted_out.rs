//! `danger(origin_punycode_invalid = ..)` opts out of `origin-punycode-invalid`.

use cors::cors;

#[cors(origins = ["https://xn--a.example"], danger(origin_punycode_invalid = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
