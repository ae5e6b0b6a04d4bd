//! What the routing functions of this module take: handlers that say what their policy is.

use std::{fmt, marker::PhantomData};

use ::poem::endpoint::BoxEndpoint;
use cors_core::{HandlerInfo, HandlerPolicy, PolicyRef};

/// A handler that says what its CORS policy is.
///
/// Implemented for what [`cors`](macro@super::cors) makes of a function with `#[handler]`, and for what
/// [`with`](super::with()) and [`without`](super::without) return.
///
/// ```
/// use cors::poem::{CorsHandler, cors};
/// use poem::handler;
///
/// #[cors(origins = ["https://app.example.com"], max_age = "10m")]
/// #[handler]
/// fn list_orders() -> &'static str {
///     "tea, sugar"
/// }
///
/// assert_eq!(list_orders.policy().as_deref().and_then(|policy| policy.max_age()), Some("600"));
/// ```
#[diagnostic::on_unimplemented(
    message = "this handler has no CORS policy",
    label = "`{Self}` names no policy",
    note = "write `#[cors(origins = [\"https://app.example.com\"])]`, `#[cors(Api)]` or `#[cors(off)]` of `cors::poem` above `#[handler]`",
    note = "an endpoint that cannot be annotated is wrapped at the route: `with::<Api, _>(..)` or `without(..)`"
)]
pub trait CorsHandler {
    /// The policy; `None` for a handler that is to have none.
    fn policy(&self) -> Option<PolicyRef>;

    /// The handler's name and place; `None` where they are not known.
    fn info(&self) -> Option<HandlerInfo>;

    /// The handler itself, whose answers carry no CORS headers.
    fn into_boxed(self) -> BoxEndpoint<'static>;

    /// Whether it is a function, in which no endpoint can stand that has a policy of its own.
    #[doc(hidden)]
    fn is_function(&self) -> bool {
        false
    }
}

/// A handler with `#[cors(..)]` above `#[handler]`: `P` leads to its policy and to the handler, `A` are the type
/// parameters of the handler's own.
///
/// It stands in the place of what `#[handler]` makes, and is no endpoint: poem's own routes do not take it.
pub struct Annotated<P, A = ()>(PhantomData<fn() -> (P, A)>);

/// Leads from the hidden type of a policy to the framework's handler.
pub trait Inside<A> {
    /// The handler that `#[handler]` made.
    fn endpoint() -> BoxEndpoint<'static>;
}

impl<P, A> Annotated<P, A> {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<P, A> Default for Annotated<P, A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P, A> Clone for Annotated<P, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, A> Copy for Annotated<P, A> {}

impl<P: HandlerPolicy, A> fmt::Debug for Annotated<P, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Annotated").field(&P::handler().name()).finish()
    }
}

// Not what a user looks for who reads that a handler has no policy.
#[diagnostic::do_not_recommend]
impl<P: HandlerPolicy + Inside<A>, A> CorsHandler for Annotated<P, A> {
    fn policy(&self) -> Option<PolicyRef> {
        P::policy().map(PolicyRef::from)
    }

    fn info(&self) -> Option<HandlerInfo> {
        Some(P::handler())
    }

    fn into_boxed(self) -> BoxEndpoint<'static> {
        P::endpoint()
    }

    fn is_function(&self) -> bool {
        true
    }
}
