//! The macros as functions of tokens: what they expand to, and that they always do.

mod mutations;
mod snapshots;
