//! `wildcard-ip` refuses the policy.

use cors::cors;

#[cors(origins = ["http://192.168.1.*"])]
async fn first() {}

#[cors(origins = ["http://*.1.2.3.4"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
