//! Beside `stacked-policies`: one policy each, also inside of one another.

#![deny(deprecated)]

use cors::{CorsPolicy, cors};

#[derive(CorsPolicy)]
#[policy(origins = ["https://a.example.com"])]
struct Api;

#[cors(Api)]
async fn first() {
    #[cors(Api)]
    async fn inner() {}
    inner().await;
}

fn main() {
    let _ = cors::policy_of(&first);
}
