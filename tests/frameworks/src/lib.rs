//! One table of exchanges, run through every adapter over real sockets.
//!
//! | module | what it holds |
//! |---|---|
//! | [`table`] | the exchanges, as data: request, status, every CORS header, how often code of the user's ran |
//! | [`exchange`] | the types of that data |
//! | [`app`] | what the application of every framework must offer, its policies and its counters |
//! | [`client`] | requests as bytes on a socket, so that odd and doubled lines can be sent |
//! | [`run`] | runs the table against an application and reports |
//! | [`axum_app`] | the application on axum |
//! | [`actix_app`] | the application on actix-web |
//! | [`warp_app`] | the application on warp |
//!
//! `cargo run -p frameworks` prints which framework holds which row; `cargo test -p frameworks` insists on all.

pub mod actix_app;
mod actix_handlers;
pub mod app;
pub mod axum_app;
pub mod client;
pub mod exchange;
pub mod run;
pub mod table;
pub mod warp_app;
