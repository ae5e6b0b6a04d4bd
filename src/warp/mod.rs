//! The adapter for [warp] 0.4.

mod handler;
mod head;
mod rejection;
mod route;
mod routes;
mod segment;
mod stated;
mod table;

pub use self::{
    handler::{Answer, AnswerFilter, Arguments, CorsHandler, Rejects, Replies, TakesArguments},
    route::{RouteFilter, Taken},
    routes::{App, Around, Routes},
    segment::Segment,
    stated::{Stated, with, with_policy, without},
};
pub use crate::__warp_route as route;

// What `route!` names.
#[doc(hidden)]
pub mod __private {
    pub use ::warp::{Filter, path};

    pub use super::route::{method, route};
}
