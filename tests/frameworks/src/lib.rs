//! One table of exchanges, run through every adapter over real sockets.
//!
//! | module | what it holds |
//! |---|---|
//! | [`table`] | the exchanges, as data: request, status, every CORS header, how often code of the user's ran |
//! | [`exchange`] | the types of that data |
//! | [`app`] | what the application of every framework must offer, its policies and its counters |
//! | [`client`] | requests as bytes on a socket, so that odd and doubled lines can be sent |
//! | [`soak`] | many connections at once, with a mix of the table's requests |
//! | [`shown`] | answers on one line, and what the tests of every framework ask |
//! | [`run`] | runs the table against an application and reports |
//! | [`axum_app`] | the application on axum |
//! | [`actix_app`] | the application on actix-web |
//! | [`hyper_app`] | the application on hyper, with tower's services |
//! | [`rocket_app`] | the application on Rocket |
//! | [`salvo_app`] | the application on salvo |
//! | [`poem_app`] | the application on poem |
//! | [`warp_app`] | the application on warp |
//!
//! `cargo run -p frameworks` prints which framework holds which row; `cargo test -p frameworks` insists on all.

pub mod actix_app;
mod actix_handlers;
pub mod app;
pub mod axum_app;
pub mod client;
pub mod exchange;
pub mod hyper_app;
pub mod poem_app;
pub mod rocket_app;
mod rocket_handlers;
pub mod run;
pub mod salvo_app;
pub mod shown;
pub mod soak;
pub mod table;

use std::io;

use app::Server;
use exchange::{Exception, Form};

/// A framework with the application on it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stack {
    /// Its name in reports.
    pub name: &'static str,
    /// The crate of the framework, whose version the documentation states.
    pub package: &'static str,
    /// Where it differs from the table.
    pub exceptions: &'static [Exception],
    /// Starts the application in one form.
    pub start: fn(Form) -> io::Result<Server>,
}

/// All frameworks.
pub const STACKS: &[Stack] = &[
    Stack { name: "axum", package: "axum", exceptions: axum_app::EXCEPTIONS, start: axum_app::start },
    Stack {
        name: "actix-web",
        package: "actix-web",
        exceptions: actix_app::EXCEPTIONS,
        start: actix_app::start,
    },
    Stack { name: "rocket", package: "rocket", exceptions: rocket_app::EXCEPTIONS, start: rocket_app::start },
    Stack { name: "salvo", package: "salvo", exceptions: salvo_app::EXCEPTIONS, start: salvo_app::start },
    Stack { name: "poem", package: "poem", exceptions: poem_app::EXCEPTIONS, start: poem_app::start },
    Stack { name: "warp", package: "warp", exceptions: warp_app::EXCEPTIONS, start: warp_app::start },
    Stack { name: "tower", package: "hyper", exceptions: hyper_app::EXCEPTIONS, start: hyper_app::start },
];
pub mod warp_app;
