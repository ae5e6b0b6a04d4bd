//! A named policy that does not exist is rustc's to report, at the path.

use cors::cors;

#[cors(NoSuchType)]
async fn no_type() {}

#[cors(crate::policies::Api)]
async fn no_module() {}

fn main() {
    let _ = (cors::policy_of(&no_type), cors::policy_of(&no_module));
}
