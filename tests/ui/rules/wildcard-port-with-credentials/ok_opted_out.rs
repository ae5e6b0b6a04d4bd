//! `danger(wildcard_port_with_credentials = ..)` opts out of `wildcard-port-with-credentials`.

use cors::cors;

#[cors(origins = ["https://a.example.com:*"], credentials, danger(wildcard_port_with_credentials = "for a reason"))]
async fn first() {}

fn main() {
    let _ = (cors::policy_of(&first),);
}
