//! Compile-time tests of the macros.
//!
//! | folder | what stands there |
//! |---|---|
//! | `rules/<rule-id>/` | for each enforced rule a refusal with its exact text, and a neighbour `ok*.rs` that compiles |
//! | `pass/` | every form of handler, hostile surroundings, strict lints |
//! | `fail/` | grammar, and what is left behind after an error |
//!
//! `TRYBUILD=overwrite cargo test -p ui` writes the texts anew; read the difference before it is committed.
