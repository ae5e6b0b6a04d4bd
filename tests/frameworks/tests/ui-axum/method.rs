//! A method.

use cors::cors;

struct Orders;

impl Orders {
    #[cors(origins = ["https://app.example.com"])]
    async fn list(&self) {}
}

fn main() {}
