//! An annotated function as the framework wants it: without its policy in the answer.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use ::actix_web::Handler;
use pin_project_lite::pin_project;

use crate::HasPolicy;

/// An annotated function whose answer is the function's own.
#[derive(Clone)]
pub struct Unwrapped<F>(pub(super) F);

impl<F, Args> Handler<Args> for Unwrapped<F>
where
    F: Handler<Args>,
    F::Output: HasPolicy,
{
    type Output = <F::Output as HasPolicy>::Inner;
    type Future = Unwrapping<F::Future>;

    fn call(&self, args: Args) -> Self::Future {
        Unwrapping { inner: self.0.call(args) }
    }
}

pin_project! {
    /// The future of [`Unwrapped`].
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
