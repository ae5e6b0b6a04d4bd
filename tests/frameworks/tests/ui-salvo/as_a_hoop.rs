//! An annotated handler as a hoop.

use cors::salvo::{Router, cors};
use salvo::prelude::handler;

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn check() {}

fn main() {
    let _ = Router::with_path("orders").hoop(check);
}
