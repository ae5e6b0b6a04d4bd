//! What the routing methods of this module take: handlers that say what their policy is.

use std::{any, fmt, marker::PhantomData, panic::Location, sync::Arc};

use ::salvo_core::{Depot, FlowCtrl, Handler, Request, Response, async_trait};
use cors_core::{CorsPolicy, HandlerInfo, HandlerPolicy, PolicyRef};

/// A handler that says what its CORS policy is: an annotated one, or what [`with`], [`with_policy`] and [`without`]
/// return.
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

/// What an annotated handler is: the constant of its name. `P` is a hidden type that leads to the policy.
///
/// salvo's own router does not take it, for there its policy would be lost.
pub struct Annotated<P>(PhantomData<fn() -> P>);

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
/// # extern crate salvo_core as salvo;
/// use cors::{CorsPolicy, salvo::{Router, with}};
/// use salvo::prelude::handler;
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
pub fn with<P: CorsPolicy, H>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives any handler of salvo's a policy that is made at run time.
///
/// ```
/// use cors::{Policy, salvo::{Router, with_policy}};
/// # extern crate salvo_core as salvo;
/// # use salvo::prelude::handler;
/// # #[handler]
/// # async fn list_orders() -> &'static str { "tea" }
///
/// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
/// let router = Router::with_path("orders").get(with_policy(policy, list_orders));
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[track_caller]
pub fn with_policy<H>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    Stated { handler, policy: Some(policy.into()), info: info::<H>() }
}

/// Says that any handler of salvo's has no policy: no CORS header, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the handler out, as `#[cors(off)]` does.
///
/// ```
/// use cors::salvo::{Router, without};
/// # extern crate salvo_core as salvo;
/// # use salvo::prelude::handler;
/// # #[handler]
/// # async fn health() -> &'static str { "up" }
///
/// let router = Router::with_path("health").get(without(health));
/// # assert!(router.policies().iter().all(|route| route.policy().is_none()));
/// ```
#[track_caller]
pub fn without<H>(handler: H) -> Stated<H> {
    Stated { handler, policy: None, info: info::<H>() }
}

/// Leads from the hidden type of an annotated handler to the handler itself.
pub trait Inner: HandlerPolicy {
    /// The handler itself, as salvo's own attribute makes it.
    fn handler() -> Arc<dyn Handler>;
}

impl<P> Annotated<P> {
    /// Stands for the handler of `P`.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<P> Clone for Annotated<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Annotated<P> {}

impl<P: HandlerPolicy> fmt::Debug for Annotated<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Annotated").field(&P::handler().name()).finish()
    }
}

impl<P: Inner> CorsHandler for Annotated<P> {
    fn policy(&self) -> Option<PolicyRef> {
        P::policy().map(PolicyRef::from)
    }

    fn info(&self) -> Option<HandlerInfo> {
        Some(<P as HandlerPolicy>::handler())
    }

    fn into_handler(self) -> Arc<dyn Handler> {
        <P as Inner>::handler()
    }
}

/// Never implemented: it carries the text for an annotated handler in a place where its policy would be lost.
#[diagnostic::on_unimplemented(
    message = "the CORS policy of this handler would be lost here",
    label = "has a policy of its own, which is not known here",
    note = "in salvo's own router: import `cors::salvo::Router`, whose methods are the same",
    note = "in `with` or `without`: give the handler as it is",
    note = "as a hoop: a policy hangs on what answers, so a hoop has none"
)]
#[expect(unnameable_types, reason = "only its text is for others")]
pub trait KeepsPolicy {}

/// Only there so that the compiler looks at the bound, and says what it says.
#[async_trait]
impl<P> Handler for Annotated<P>
where
    P: KeepsPolicy + Inner,
{
    async fn handle(
        &self,
        request: &mut Request,
        depot: &mut Depot,
        response: &mut Response,
        flow: &mut FlowCtrl,
    ) {
        <P as Inner>::handler().handle(request, depot, response, flow).await;
    }
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
