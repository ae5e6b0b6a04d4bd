//! The adapter for [poem](::poem) 3.

mod answer;
mod app;
mod endpoint;
mod handler;
mod lost;
mod marks;
mod route;
mod router;
mod stated;
mod table;

pub use cors_macros::cors_poem as cors;

pub use self::{
    app::App,
    endpoint::PathEndpoint,
    handler::{Annotated, CorsHandler},
    route::{CorsRoute, any, connect, delete, get, head, options, patch, post, put, trace},
    router::{Nest, Route},
    stated::{Stated, with, with_policy, without},
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use ::poem::endpoint::BoxEndpoint;
    use ::poem::{Endpoint, EndpointExt};

    pub use super::handler::{Annotated, Inside};

    /// A handler of the framework's as this module keeps it.
    #[must_use]
    pub fn boxed<E: Endpoint + 'static>(handler: E) -> BoxEndpoint<'static> {
        handler.map_to_response().boxed()
    }
}
