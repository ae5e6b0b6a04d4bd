//! Mistakes around named policies.

use cors::cors;

struct NoPolicy;

#[cors(NoPolicy)]
async fn no_policy() {}

#[cors(NoPolicy, credentials, max_age = 600)]
async fn extended() {}

#[cors(off, origins = any)]
async fn off_with_keys() {}

#[cors(NoPolicy + 1)]
async fn no_path() {}

fn main() {}
