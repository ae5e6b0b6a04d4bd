//! The adapter for [Rocket](::rocket) 0.5.

mod answer;
mod fairing;
mod handler;
mod pattern;
mod policies;
mod preflights;
mod sentinel;
mod site;
mod skip;
mod stated;
mod table;

pub use cors_macros::cors_rocket as cors;

pub use self::{
    fairing::{CorsFairing, fairing},
    policies::policies,
    skip::SkipPreflight,
    stated::{with, with_policy, without},
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use ::rocket::Route;
    use cors_core::HandlerPolicy;

    use super::handler::{Own, govern};
    pub use super::sentinel::{Answer, AttachCorsRocketFairing, Misplaced};

    /// The route of an annotated handler.
    #[must_use]
    pub fn route<P: HandlerPolicy>(mut route: Route, name: &'static str) -> Route {
        route.name = Some(name.into());
        govern(&mut route, Own::new(P::policy().map(Into::into), P::handler()));
        route
    }
}
