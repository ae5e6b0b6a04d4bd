//! What the compiler says where an annotated handler is given to poem's own routes.

use ::poem::{Endpoint, Error, Request, Response, Result, http::StatusCode};

use super::handler::Annotated;

/// Implemented for nothing: whoever wants an annotated handler as an endpoint of poem's reads why that is refused.
#[diagnostic::on_unimplemented(
    message = "the CORS policy of this handler would be lost here",
    label = "only the routes of `cors::poem` know the policy",
    note = "import `get`, `post` and the others from `cors::poem`; where it stands alone, as in `.at(\"/orders\", handler)`, write `any(handler)`",
    note = "a handler with a policy of its own is given as it is, without `with` or `without` around it"
)]
#[expect(unnameable_types, reason = "nobody may implement it")]
pub trait KeepsPolicy: Send + Sync {}

impl<P: KeepsPolicy, A: Send + Sync> Endpoint for Annotated<P, A> {
    type Output = Response;

    // Never called: there is no such policy.
    async fn call(&self, _request: Request) -> Result<Response> {
        Err(Error::from_status(StatusCode::INTERNAL_SERVER_ERROR))
    }
}
