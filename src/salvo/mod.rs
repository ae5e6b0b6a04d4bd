//! The adapter for salvo 1.

mod handler;
mod hoop;
mod listing;
mod router;
mod slot;

/// Gives a handler of salvo's a CORS policy; it stands above `#[handler]`.
pub use cors_macros::cors_salvo as cors;

pub use self::{
    handler::{CorsHandler, Stated, with, with_policy, without},
    router::Router,
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    use std::sync::Arc;

    pub use ::salvo_core::Handler;
    use cors_core::HandlerPolicy;
    pub use cors_core::{HandlerInfo, PolicyRef};

    /// The policy of an annotated handler.
    #[must_use]
    pub fn policy<P: HandlerPolicy>() -> Option<PolicyRef> {
        P::policy().map(PolicyRef::from)
    }

    /// The handler below the attribute.
    #[must_use]
    pub fn shared<H: Handler>(handler: H) -> Arc<dyn Handler> {
        Arc::new(handler)
    }
}
