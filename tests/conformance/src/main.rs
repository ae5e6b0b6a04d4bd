//! Runs JSON case files against the library.
fn main() {}
