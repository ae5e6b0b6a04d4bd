//! Texts for annotated functions that would lose their policy.

use ::actix_web::{HttpRequest, HttpResponse, Responder};
use cors_core::{HandlerInfo, HandlerPolicy, Policy};

use crate::{Cors, HasPolicy, handler::sealed};

/// Never implemented: it carries the text for an annotated function in a place where its policy would be lost.
#[diagnostic::on_unimplemented(
    message = "the CORS policy of this handler would be lost here",
    label = "actix-web's own `to` does not know the policy",
    note = "register it with `cors::actix_web::web::get().to(..)`, which returns the framework's own `Route`"
)]
#[expect(unnameable_types, reason = "only its text is for others")]
pub trait KeepsPolicy {}

/// Only there so that the compiler looks at the bound, and says what it says.
impl<P, R> Responder for Cors<P, R>
where
    P: KeepsPolicy,
    R: Responder,
{
    type Body = R::Body;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse<Self::Body> {
        self.into_inner().respond_to(request)
    }
}

/// What a function returns whose attribute has been refused because no route attribute stands below it.
///
/// Both ways to register it compile, so that no error follows the one that has been reported.
#[derive(Debug)]
pub struct Misplaced<R>(pub(crate) R);

impl<R> Misplaced<R> {
    /// Stands for what the function returns.
    pub const fn new(inner: R) -> Self {
        Self(inner)
    }
}

impl<R: Responder> Responder for Misplaced<R> {
    type Body = R::Body;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse<Self::Body> {
        self.0.respond_to(request)
    }
}

/// The policy of a function that has been refused: none, and nobody asks.
#[expect(unnameable_types, reason = "only `Misplaced` has it")]
#[derive(Debug)]
pub struct NoPolicy;

impl HandlerPolicy for NoPolicy {
    fn policy() -> Option<&'static Policy> {
        None
    }

    fn handler() -> HandlerInfo {
        HandlerInfo::new("", "", 0)
    }
}

impl<R> sealed::Sealed for Misplaced<R> {}

impl<R> HasPolicy for Misplaced<R> {
    type Policy = NoPolicy;
    type Inner = R;

    fn into_inner(self) -> R {
        self.0
    }
}
