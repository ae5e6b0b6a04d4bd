//! Beside `framework-attribute`: attributes that leave the function a function.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://a.example.com"])]
#[inline]
#[cfg_attr(any(), get("/"))]
async fn get() {}

fn main() {
    let _ = cors::policy_of(&get);
}
