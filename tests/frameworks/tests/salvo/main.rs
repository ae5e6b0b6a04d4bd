//! What salvo has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

mod answers;
mod attributes;
mod hoops;
mod listing;
mod mixtures;
mod registration;
mod support;
mod table;
