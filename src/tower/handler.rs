//! What [`routes!`](super::routes) takes: functions that say what their policy is.

use std::{
    any,
    convert::Infallible,
    future::Future,
    panic::Location,
    pin::Pin,
    task::{Context, Poll, ready},
};

use cors_core::{CorsPolicy, HandlerInfo, HandlerPolicy, PolicyRef};
use http::Response;
use pin_project_lite::pin_project;

use crate::HasPolicy;

/// What a handler or a service answers: a response, or a result with one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no answer of a handler",
    label = "neither a `Response` nor a `Result` with one",
    note = "a function with a policy of its own is given as it is, without `with` or `without` around it"
)]
pub trait Answer: sealed::Answer {
    /// The body of the response.
    type Body;

    /// The error of a service that may fail.
    type Error;

    /// The response.
    ///
    /// # Errors
    /// The service's own.
    fn into_result(self) -> Result<Response<Self::Body>, Self::Error>;
}

impl<B> Answer for Response<B> {
    type Body = B;
    type Error = Infallible;

    fn into_result(self) -> Result<Self, Infallible> {
        Ok(self)
    }
}

impl<B, E> Answer for Result<Response<B>, E> {
    type Body = B;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}

/// A function of a request that says what its CORS policy is: one with `#[cors(..)]`, or what [`with`], [`with_policy`]
/// and [`without`] return.
pub trait RouteHandler<Q>: sealed::RouteHandler<Q> {
    /// What [`call`](Self::call) returns.
    type Future: Future;

    /// The policy; `None` for a handler that is to have none.
    fn policy(&self) -> Option<PolicyRef>;

    /// The handler's name and place.
    fn info(&self) -> HandlerInfo;

    /// The answer, without CORS headers.
    fn call(&self, request: Q) -> Self::Future;
}

pin_project! {
    /// The future of an annotated function, without its policy in the answer.
    #[must_use = "futures do nothing unless polled"]
    pub struct Unwrapping<F> {
        #[pin]
        inner: F,
    }
}

impl<F> Future for Unwrapping<F>
where
    F: Future,
    F::Output: HasPolicy,
{
    type Output = <F::Output as HasPolicy>::Inner;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(ready!(self.project().inner.poll(context)).into_inner())
    }
}

impl<F, Fut, Q> RouteHandler<Q> for F
where
    F: Fn(Q) -> Fut,
    Fut: Future,
    Fut::Output: HasPolicy,
{
    type Future = Unwrapping<Fut>;

    fn policy(&self) -> Option<PolicyRef> {
        <Fut::Output as HasPolicy>::Policy::policy().map(PolicyRef::from)
    }

    fn info(&self) -> HandlerInfo {
        <Fut::Output as HasPolicy>::Policy::handler()
    }

    fn call(&self, request: Q) -> Self::Future {
        Unwrapping { inner: self(request) }
    }
}

/// A function without an attribute, and its policy.
#[derive(Debug, Clone)]
pub struct Stated<H> {
    handler: H,
    policy: Option<PolicyRef>,
    info: HandlerInfo,
}

/// Gives a function or closure of a request the policy `P`.
///
/// ```
/// use cors::{CorsPolicy, tower::{routes, with}};
/// use http::{Request, Response};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// let noon = async |_: Request<String>| Response::new("noon".to_owned());
/// let app = routes! { GET "/time" => with::<Api, _>(noon) }?;
/// # Ok::<(), cors::tower::RouteError>(())
/// ```
#[track_caller]
pub fn with<P: CorsPolicy, H>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives a function or closure of a request a policy that is made at run time.
#[track_caller]
pub fn with_policy<H>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    Stated { handler, policy: Some(policy.into()), info: info::<H>() }
}

/// Says that a function or closure of a request has no policy: no CORS header, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the handler out, as `#[cors(off)]` does.
#[track_caller]
pub fn without<H>(handler: H) -> Stated<H> {
    Stated { handler, policy: None, info: info::<H>() }
}

impl<H, Fut, Q> RouteHandler<Q> for Stated<H>
where
    H: Fn(Q) -> Fut,
    Fut: Future,
{
    type Future = Fut;

    fn policy(&self) -> Option<PolicyRef> {
        self.policy.clone()
    }

    fn info(&self) -> HandlerInfo {
        self.info
    }

    fn call(&self, request: Q) -> Fut {
        (self.handler)(request)
    }
}

#[track_caller]
fn info<H>() -> HandlerInfo {
    let place = Location::caller();
    HandlerInfo::new(any::type_name::<H>(), place.file(), place.line())
}

mod sealed {
    use super::{Future, HasPolicy, Response, Stated};

    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait Answer {}

    impl<B> Answer for Response<B> {}
    impl<B, E> Answer for Result<Response<B>, E> {}

    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait RouteHandler<Q> {}

    impl<F, Fut, Q> RouteHandler<Q> for F
    where
        F: Fn(Q) -> Fut,
        Fut: Future,
        Fut::Output: HasPolicy,
    {
    }

    impl<H, Fut, Q> RouteHandler<Q> for Stated<H>
    where
        H: Fn(Q) -> Fut,
        Fut: Future,
    {
    }
}
