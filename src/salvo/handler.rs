//! What the routing methods of this module take: handlers that say what their policy is.

use std::{any, panic::Location, sync::Arc};

use ::salvo_core::Handler;
use cors_core::{CorsPolicy, HandlerInfo, PolicyRef};

/// A handler that says what its CORS policy is: an annotated one, or what [`with`], [`with_policy`] and [`without`]
/// return.
///
/// An annotated handler implements this trait instead of salvo's [`Handler`], so that salvo's own router does not
/// take it and lose its policy.
#[diagnostic::on_unimplemented(
    message = "this handler has no CORS policy",
    label = "neither a handler with `#[cors(..)]` nor `with::<Api, _>(..)` or `without(..)` around one that has none",
    note = "write `#[cors(origins = [\"https://app.example.com\"])]`, `#[cors(Api)]` or `#[cors(off)]` above `#[handler]`, with `use cors::salvo::cors;`",
    note = "a handler that cannot be annotated is wrapped at the route: `with::<Api, _>(..)` or `without(..)`"
)]
pub trait CorsHandler: Sized {
    /// The policy; `None` for a handler that is to have none.
    fn policy(&self) -> Option<PolicyRef>;

    /// The handler's name and place; `None` where they are not known.
    fn info(&self) -> Option<HandlerInfo>;

    /// The handler itself, which answers without CORS headers.
    fn into_handler(self) -> Arc<dyn Handler>;
}

/// A handler without an attribute, and its policy.
#[derive(Debug, Clone)]
pub struct Stated<H> {
    handler: H,
    policy: Option<PolicyRef>,
    info: HandlerInfo,
}

/// Gives any handler of salvo's the policy `P`: a struct with `#[handler] impl`, files, a proxy.
///
/// ```
/// use cors::{CorsPolicy, salvo::{Router, with}};
/// # use salvo_core::{self as salvo, prelude::handler};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// struct Greeting(&'static str);
///
/// #[handler]
/// impl Greeting {
///     async fn handle(&self) -> &'static str {
///         self.0
///     }
/// }
///
/// let router = Router::with_path("hello").get(with::<Api, _>(Greeting("hello")));
/// # assert_eq!(router.policies().iter().filter(|route| route.policy().is_some()).count(), 1);
/// ```
#[track_caller]
pub fn with<P: CorsPolicy, H: Handler>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives any handler of salvo's a policy that is made at run time.
///
/// ```
/// use cors::{Policy, salvo::{Router, with_policy}};
/// # use salvo_core::{self as salvo, prelude::handler};
/// # #[handler]
/// # async fn list_orders() -> &'static str { "tea" }
///
/// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
/// let router = Router::with_path("orders").get(with_policy(policy, list_orders));
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[track_caller]
pub fn with_policy<H: Handler>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    Stated { handler, policy: Some(policy.into()), info: info::<H>() }
}

/// Says that any handler of salvo's has no policy: no CORS header, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the handler out, as `#[cors(off)]` does.
///
/// ```
/// use cors::salvo::{Router, without};
/// # use salvo_core::{self as salvo, prelude::handler};
/// # #[handler]
/// # async fn health() -> &'static str { "up" }
///
/// let router = Router::with_path("health").get(without(health));
/// # assert!(router.policies().iter().all(|route| route.policy().is_none()));
/// ```
#[track_caller]
pub fn without<H: Handler>(handler: H) -> Stated<H> {
    Stated { handler, policy: None, info: info::<H>() }
}

impl<H: Handler> CorsHandler for Stated<H> {
    fn policy(&self) -> Option<PolicyRef> {
        self.policy.clone()
    }

    fn info(&self) -> Option<HandlerInfo> {
        Some(self.info)
    }

    fn into_handler(self) -> Arc<dyn Handler> {
        Arc::new(self.handler)
    }
}

#[track_caller]
fn info<H>() -> HandlerInfo {
    let place = Location::caller();
    HandlerInfo::new(any::type_name::<H>(), place.file(), place.line())
}
