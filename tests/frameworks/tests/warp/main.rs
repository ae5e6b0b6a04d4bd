//! What warp has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

mod around;
mod events;
mod layered;
mod listing;
mod mixtures;
mod registration;
mod rejections;
mod runtime;
mod sockets;
mod support;
mod table;
