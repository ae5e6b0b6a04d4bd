//! Without `self` a macro cannot see the `impl` block around: rustc says so in its own words.

use cors::cors;

struct Shop;

impl Shop {
    #[cors(origins = ["https://app.example.com"])]
    async fn list() {}
}

fn main() {}
