//! The rulebook and the run-time decisions of the `cors` crate.
//!
//! | module | what it holds | feature |
//! |---|---|---|
//! | [`origin`], [`pattern`] | the serialised origin and the pattern language | |
//! | [`spec`], [`rules`], [`error`] | what an author wrote, the rules it must pass, the findings | |
//! | `policy`, `decision`, `request` | a checked policy and what it answers | `runtime` |
//! | `http1` | the same on the types of `http` 1.x | `http` |
//!
//! Nothing here knows a web framework. Users depend on the `cors` crate, which re-exports what they need.

pub mod error;
pub mod rules;
pub mod spec;
