//! Refuses to launch an application that lacks the fairing.

use ::rocket::{
    Ignite, Request, Rocket, Sentinel,
    response::{Responder, Result},
};

use super::site::Site;

/// What an annotated route returns to the framework: its own answer, and in the type the demand for the fairing.
///
/// The framework looks for sentinels in the types of a route's arguments and of its answer. In the answer it costs
/// nothing; an argument would be a boxed future a request.
#[derive(Debug)]
pub struct Answer<R, S> {
    inner: R,
    demand: std::marker::PhantomData<fn() -> S>,
}

impl<R> Answer<R, AttachCorsRocketFairing> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(inner: R) -> Self {
        Self { inner, demand: std::marker::PhantomData }
    }
}

impl<'r, 'o: 'r, R: Responder<'r, 'o>, S> Responder<'r, 'o> for Answer<R, S> {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'o> {
        self.inner.respond_to(request)
    }
}

/// The sentinel. Its name is what the framework says when the fairing is missing.
#[derive(Debug)]
#[non_exhaustive]
pub struct AttachCorsRocketFairing;

impl Sentinel for AttachCorsRocketFairing {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        rocket.state::<Site>().is_none()
    }
}

/// What a function returns whose attribute has been refused because no route attribute stands below it.
#[derive(Debug)]
pub struct Misplaced<R>(R);

impl<R> Misplaced<R> {
    /// Stands for what the function returns.
    pub const fn new(inner: R) -> Self {
        Self(inner)
    }
}

impl<'r, 'o: 'r, R: Responder<'r, 'o>> Responder<'r, 'o> for Misplaced<R> {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'o> {
        self.0.respond_to(request)
    }
}
