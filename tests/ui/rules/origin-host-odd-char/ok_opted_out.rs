//! `danger(origin_host_odd_char = ..)` opts out of `origin-host-odd-char`.

use cors::cors;

#[cors(origins = ["https://a!b.com"], danger(origin_host_odd_char = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
