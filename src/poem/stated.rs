//! Endpoints whose policy is stated at the route.

use std::{any, fmt, panic::Location};

use ::poem::{EndpointExt, IntoEndpoint, endpoint::BoxEndpoint};
use cors_core::{CorsPolicy, HandlerInfo, PolicyRef};

use super::handler::CorsHandler;

/// What [`with`](with()), [`with_policy`] and [`without`] take: any endpoint of poem's.
#[diagnostic::on_unimplemented(
    message = "`with` and `without` take an endpoint of poem's that has no `#[cors(..)]`",
    label = "`{Self}` is none",
    note = "a handler with `#[cors(..)]` is given as it is: `get(list_orders)`"
)]
#[expect(unnameable_types, reason = "it is there for what the compiler says")]
pub trait Plain {
    /// The endpoint in a box.
    fn into_boxed(self) -> BoxEndpoint<'static>;
}

/// An endpoint without an attribute, and its policy.
#[derive(Clone)]
pub struct Stated<H> {
    handler: H,
    policy: Option<PolicyRef>,
    info: HandlerInfo,
}

/// Gives any endpoint of poem's the policy `P`: a handler without an attribute, or one made of a closure.
///
/// ```
/// use cors::{CorsPolicy, poem::{get, with}};
/// use poem::{Route, endpoint::make_sync};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// let app = Route::new().at("/time", get(with::<Api, _>(make_sync(|_| "noon"))));
/// ```
#[track_caller]
pub fn with<P: CorsPolicy, H: Plain>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives any endpoint of poem's a policy that is made at run time.
///
/// ```
/// use cors::{Policy, poem::{get, with_policy}};
/// use poem::{Route, endpoint::make_sync};
///
/// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
/// let app = Route::new().at("/time", get(with_policy(policy, make_sync(|_| "noon"))));
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[track_caller]
pub fn with_policy<H: Plain>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    Stated { handler, policy: Some(policy.into()), info: info::<H>() }
}

/// Says that any endpoint of poem's has no policy: no CORS header is added, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the endpoint out, as `#[cors(off)]` does.
///
/// ```
/// use cors::poem::{get, without};
/// use poem::{Route, handler};
///
/// #[handler]
/// fn health() -> &'static str {
///     "up"
/// }
///
/// let app = Route::new().at("/health", get(without(health)));
/// ```
#[track_caller]
pub fn without<H: Plain>(handler: H) -> Stated<H> {
    Stated { handler, policy: None, info: info::<H>() }
}

// What an annotated handler lacks here is not what makes it an endpoint.
#[diagnostic::do_not_recommend]
impl<H> Plain for H
where
    H: IntoEndpoint,
    H::Endpoint: 'static,
{
    fn into_boxed(self) -> BoxEndpoint<'static> {
        self.map_to_response().boxed()
    }
}

impl<H: Plain> CorsHandler for Stated<H> {
    fn policy(&self) -> Option<PolicyRef> {
        self.policy.clone()
    }

    fn info(&self) -> Option<HandlerInfo> {
        Some(self.info)
    }

    fn into_boxed(self) -> BoxEndpoint<'static> {
        self.handler.into_boxed()
    }
}

impl<H> fmt::Debug for Stated<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stated")
            .field("policy", &self.policy)
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

#[track_caller]
fn info<H>() -> HandlerInfo {
    let place = Location::caller();
    HandlerInfo::new(any::type_name::<H>(), place.file(), place.line())
}
