//! What Rocket has beyond the table: its forms of registration, and how they stand in each other.
#![cfg(test)]

mod area;
mod attributes;
mod errors;
mod fairings;
mod launching;
mod listing;
mod owned;
mod passing;
mod preflights;
mod runtime;
mod skip_preflight;
mod support;
mod table;
