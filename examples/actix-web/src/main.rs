//! A small orders API on actix-web.
fn main() {}
