//! What poem has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]
#![expect(clippy::needless_pass_by_value, reason = "handlers take extractors by value")]

mod answers;
mod errors;
mod handlers;
mod hidden;
mod layers;
mod listing;
mod mixtures;
mod runtime;
mod support;
mod table;
