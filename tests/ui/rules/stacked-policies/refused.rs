//! `stacked-policies` refuses the second policy, under whatever path it is written.

use cors::{CorsPolicy, cors};

#[derive(CorsPolicy)]
#[policy(origins = ["https://a.example.com"])]
struct Api;

#[cors(Api)]
#[cors(origins = ["https://a.example.com"])]
async fn first() {}

#[cors::cors(Api)]
/// Documented between them.
#[cors::cors(off)]
async fn second() {}

#[derive(CorsPolicy)]
#[policy(origins = ["https://a.example.com"])]
#[policy(origins = ["https://b.example.com"])]
struct Twice;

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), Twice);
}
