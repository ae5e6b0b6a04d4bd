//! The adapter for actix-web.

mod answering;
mod area;
mod flight;
mod guard;
mod handler;
mod look;
mod lost;
mod policies;
mod prepared;
mod site;
mod skip;
mod stated;
mod unwrapped;
pub mod web;

pub use cors_macros::cors_actix_web as cors;

pub use self::{
    area::{AreaCors, policy, policy_of},
    policies::policies,
    skip::SkipPreflight,
    stated::{CorsHandler, Stated, with, with_policy, without},
};

/// The types behind the pieces, for signatures that must name them.
pub mod types {
    pub use super::{
        answering::Answering,
        area::{AreaAnswer, AreaService},
        handler::{HandlerAnswer, HandlerCors, HandlerService},
        skip::{Inner, SkipAnswer, SkipService},
        stated::StatedArguments,
        unwrapped::{Unwrapped, Unwrapping},
    };
}

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use ::actix_web::guard::GuardContext;
    use cors_core::HandlerPolicy;

    use super::handler::HandlerCors;
    pub use super::lost::Misplaced;

    /// Guards the resource of an annotated handler that serves `methods`.
    #[must_use]
    pub fn guard(context: &GuardContext<'_>, methods: &[&str]) -> bool {
        super::guard::guard(context, methods)
    }

    /// The outermost middleware of that resource.
    #[must_use]
    pub fn wrap<P: HandlerPolicy>(methods: &[&str]) -> HandlerCors {
        HandlerCors::new(P::policy().map(Into::into), P::handler(), methods)
    }
}
