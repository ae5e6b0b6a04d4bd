//! What tower has beyond the table: layers in other services, back-pressure, bodies, and tonic.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

mod bodies;
mod events;
mod in_axum;
mod layers;
mod registration;
mod support;
mod table;
mod tonic;
