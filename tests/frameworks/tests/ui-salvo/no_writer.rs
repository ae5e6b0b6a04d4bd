//! A handler with arguments where `salvo::Writer` is not in scope.

use cors::salvo::cors;
use salvo::{extract::PathParam, prelude::handler};

#[cors(origins = ["https://app.example.com"])]
#[handler]
async fn show_order(id: PathParam<u32>) -> String {
    id.to_string()
}

fn main() {}
