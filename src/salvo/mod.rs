//! The adapter for salvo 1.

mod handler;
mod hoop;
mod listing;
mod router;
mod slot;

/// Gives a handler of salvo's a CORS policy; it stands above `#[handler]`.
pub use cors_macros::cors_salvo as cors;

pub use self::{
    handler::{Annotated, CorsHandler, Stated, with, with_policy, without},
    router::Router,
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    use std::sync::Arc;

    pub use ::salvo_core::Handler;

    pub use super::handler::Inner;

    /// The handler below the attribute.
    #[must_use]
    pub fn shared<H: Handler>(handler: H) -> Arc<dyn Handler> {
        Arc::new(handler)
    }
}
