//! Generated code fires no lint, not even where everything is denied.

#![deny(
    warnings,
    missing_docs,
    unused,
    nonstandard_style,
    elided_lifetimes_in_paths,
    missing_copy_implementations,
    missing_debug_implementations,
    single_use_lifetimes,
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
    clippy::missing_trait_methods,
    clippy::indexing_slicing
)]
#![forbid(unsafe_code)]

/// Handlers.
pub mod handlers {
    use cors::{CorsPolicy, cors};

    /// A named policy.
    #[derive(Debug, Clone, Copy, CorsPolicy)]
    #[policy(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"], methods = [PUT], credentials)]
    #[non_exhaustive]
    pub struct Api;

    /// A policy whose origins the program sets.
    #[derive(Debug, Clone, Copy, CorsPolicy)]
    #[policy(origins = runtime)]
    #[non_exhaustive]
    pub struct Tenants;

    #[derive(CorsPolicy)]
    #[policy(origins = ["https://app.example.com"])]
    enum Private {}

    /// A public handler.
    #[cors(origins = ["https://app.example.com"], max_age = "10m")]
    pub async fn list_orders(page: u32) -> String {
        core::future::ready(page.to_string()).await
    }

    /// A named one.
    #[cors(Api)]
    pub fn ready_made(page: u32) -> core::future::Ready<u32> {
        core::future::ready(page)
    }

    #[cors(Private)]
    pub(crate) async fn private() {
        core::future::ready(()).await;
    }

    /// None.
    #[cors(off)]
    pub async fn health() {
        core::future::ready(()).await;
    }
}

fn main() {
    let _policies = (
        cors::policy_of(&handlers::list_orders),
        cors::policy_of(&handlers::ready_made),
        cors::policy_of(&handlers::private),
        cors::policy_of(&handlers::health),
        cors::policy! { origins = ["https://app.example.com"] },
    );
    drop(handlers::Tenants::set_origins(["https://a.example.com"]));
}
