//! A small orders API on axum.
fn main() {}
