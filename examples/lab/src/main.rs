//! The CORS lab.
fn main() {}
