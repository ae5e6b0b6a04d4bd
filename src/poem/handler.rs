//! What the routing functions of this module take: handlers that say what their policy is.

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
}

/// What generated code states of a handler's type.
pub trait Annotated {
    /// The hidden type of the policy.
    type Hidden: HandlerPolicy + Inside<Self::Arguments>;

    /// The handler's own type parameters.
    type Arguments;
}

/// Leads from the hidden type of a policy to the framework's handler.
pub trait Inside<Arguments> {
    /// The handler that `#[handler]` made.
    fn endpoint() -> BoxEndpoint<'static>;
}

// Not what a user looks for who reads that a handler has no policy.
#[diagnostic::do_not_recommend]
impl<H: Annotated> CorsHandler for H {
    fn policy(&self) -> Option<PolicyRef> {
        H::Hidden::policy().map(PolicyRef::from)
    }

    fn info(&self) -> Option<HandlerInfo> {
        Some(H::Hidden::handler())
    }

    fn into_boxed(self) -> BoxEndpoint<'static> {
        H::Hidden::endpoint()
    }
}
