//! What the compiler says where poem is given what only the routes of this module take.
//!
//! Such a type is an endpoint of poem's under a bound that nothing meets, so that the text of the bound is read and not
//! a list of poem's endpoints.

use ::poem::{Endpoint, Error, Request, Response, Result, http::StatusCode};

use super::{handler::Annotated, router::Route, stated::Stated};

/// Implemented for nothing: whoever wants an annotated handler as an endpoint of poem's reads why that is refused.
#[diagnostic::on_unimplemented(
    message = "the CORS policy of this handler would be lost here",
    label = "only the routes of `cors::poem` know the policy",
    note = "import `get`, `post` and the others from `cors::poem`; where it stands alone, as in `.at(\"/orders\", handler)`, write `any(handler)`"
)]
#[expect(unnameable_types, reason = "nobody may implement it")]
pub trait KeepsPolicy {}

/// Implemented for nothing: whoever wants a router as an endpoint of poem's reads how it becomes one.
#[diagnostic::on_unimplemented(
    message = "this router is not finished",
    label = "`.finish()` is missing",
    note = "another `cors::poem::Route` takes it unfinished, by `nest`"
)]
#[expect(unnameable_types, reason = "nobody may implement it")]
pub trait IsFinished {}

// Send and Sync by `fn() -> _`, whatever the parameters are.
impl<P: KeepsPolicy, A> Endpoint for Annotated<P, A> {
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        never_called()
    }
}

impl<H: Send + Sync> Endpoint for Stated<H>
where
    Self: KeepsPolicy,
{
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        never_called()
    }
}

// The bound stands on the router itself: so the compiler knows that no router is an endpoint, and `nest` may tell them
// apart.
impl<E: Send + Sync> Endpoint for Route<E>
where
    Self: IsFinished,
{
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        never_called()
    }
}

fn never_called() -> Result<Response> {
    Err(Error::from_status(StatusCode::INTERNAL_SERVER_ERROR))
}
