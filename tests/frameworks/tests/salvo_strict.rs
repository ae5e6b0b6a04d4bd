//! Generated code fires no lint, not even where everything is denied; clippy reads this file too.

#![deny(
    warnings,
    missing_docs,
    unused,
    nonstandard_style,
    elided_lifetimes_in_paths,
    missing_copy_implementations,
    missing_debug_implementations,
    trivial_casts,
    unnameable_types,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    let_underscore_drop,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic
)]
#![forbid(unsafe_code)]

/// Handlers.
pub mod handlers {
    use cors::{CorsPolicy, salvo::cors};
    use salvo::{
        extract::PathParam,
        prelude::{Response, StatusError, Writer, handler},
    };

    /// A named policy.
    #[derive(Debug, Clone, Copy, CorsPolicy)]
    #[policy(origins = ["https://app.example.com"], methods = [GET], credentials)]
    #[non_exhaustive]
    pub struct Api;

    /// A public handler.
    #[cors(origins = ["https://app.example.com"], max_age = "10m")]
    #[handler]
    pub async fn list_orders(id: PathParam<u32>, response: &mut Response) -> Result<String, StatusError> {
        response.headers_mut().clear();
        core::future::ready(Ok(id.to_string())).await
    }

    /// A named one.
    #[cors(Api)]
    #[handler]
    pub fn ready_made() -> &'static str {
        "ready"
    }

    #[cors(Api)]
    #[handler]
    #[expect(clippy::unnecessary_wraps, reason = "the function has this lint, the constant has not")]
    pub(crate) fn private() -> Result<&'static str, StatusError> {
        Ok("private")
    }

    /// None.
    #[cors(off)]
    #[handler]
    #[must_use]
    pub async fn health() -> &'static str {
        core::future::ready("up").await
    }

    /// Whoever registers it is told.
    #[cors(off)]
    #[handler]
    #[deprecated]
    pub async fn old() -> &'static str {
        core::future::ready("old").await
    }
}

#[test]
#[expect(deprecated, reason = "one of the handlers is")]
fn all_are_listed() {
    use cors::salvo::Router;

    let router = Router::new()
        .get(handlers::list_orders)
        .post(handlers::ready_made)
        .put(handlers::private)
        .patch(handlers::health)
        .delete(handlers::old);
    assert_eq!(router.policies().iter().filter_map(cors::RoutePolicy::handler).count(), 5);
}
