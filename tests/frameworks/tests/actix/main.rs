//! What actix-web has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

mod area;
mod attributes;
mod errors;
mod hidden;
mod listing;
mod owned;
mod routes;
mod skip_preflight;
mod support;
mod table;
