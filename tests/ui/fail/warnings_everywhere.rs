//! Warnings in every form of policy; the only switch of ours is `silence(..)`.

#![deny(deprecated)]

use cors::{CorsPolicy, cors};

#[derive(CorsPolicy)]
#[policy(origins = ["https://a.example.com:*"])]
struct Api;

#[allow(deprecated)]
#[cors(origins = ["https://b.example.com:*"])]
#[allow(deprecated)]
async fn handler() {}

#[cors(origins = ["https://gone.example.com:*"])]
#[cfg(any())]
async fn configured_out() {}

// What rustc lets an enclosing module do is rustc's.
#[allow(deprecated)]
mod allowed {
    #[cors::cors(origins = ["https://c.example.com:*"])]
    async fn handler() {}
}

fn main() {
    let _ = cors::policy! { origins = ["https://d.example.com:*"] };
    let _ = (Api, cors::policy_of(&handler));
}
