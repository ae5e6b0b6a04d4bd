//! The compiler's words for mistakes that do not compile.
//!
//! Not typed by hand: these are the files that the compile tests compare with the compiler's output.

/// `origins = any` beside `credentials`.
pub(crate) const WILDCARD_WITH_CREDENTIALS: &str = include_str!("../page/placeholder.stderr");
