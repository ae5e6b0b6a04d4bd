//! The futures of this module's endpoints.
//!
//! They are written out because a request is large: each `async fn` that is given one copies it into its future, and out
//! again.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use ::poem::{IntoResponse, Response, Result, error::MethodNotAllowedError};
use pin_project_lite::pin_project;

use super::answer::After;

pin_project! {
    /// A finished answer, or what is done after the inner endpoint's.
    #[project = AnsweringProjection]
    pub(super) enum Answering<F> {
        Answer { response: Option<Response> },
        Run { #[pin] inner: F, after: Option<After> },
    }
}

pin_project! {
    /// An endpoint of somebody else's as it is, or a longer way.
    #[project = CallingProjection]
    pub(super) enum Calling<F, G> {
        Straight { #[pin] inner: F },
        Around { #[pin] inner: G },
    }
}

/// The answer of a handler in a box.
pub(super) struct Handling<'a> {
    /// `None` for 405.
    handler: Option<Pin<Box<dyn Future<Output = Result<Response>> + Send + 'a>>>,
    body: Body,
}

/// What becomes of a handler's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Sent,
    /// `GET` answers `HEAD`.
    Cut,
}

impl<F> Answering<F> {
    pub(super) const fn answer(response: Response) -> Self {
        Self::Answer { response: Some(response) }
    }

    pub(super) const fn run(inner: F, after: After) -> Self {
        Self::Run { inner, after: Some(after) }
    }
}

impl<'a> Handling<'a> {
    pub(super) const fn new(
        handler: Pin<Box<dyn Future<Output = Result<Response>> + Send + 'a>>,
        body: Body,
    ) -> Self {
        Self { handler: Some(handler), body }
    }

    pub(super) const fn nobody() -> Self {
        Self { handler: None, body: Body::Sent }
    }
}

impl<F, T> Future for Answering<F>
where
    F: Future<Output = Result<T>>,
    T: IntoResponse,
{
    type Output = Result<Response>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Polled after its end it stays pending, which a future may do.
        match self.project() {
            AnsweringProjection::Answer { response } => {
                response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
            }
            AnsweringProjection::Run { inner, after } => {
                let Some(left) = after.take() else {
                    return Poll::Pending;
                };
                // Not left in there meanwhile: what a panic leaves undone is dropped by the panic.
                match inner.poll(context) {
                    Poll::Ready(result) => Poll::Ready(left.finish(result.map(IntoResponse::into_response))),
                    Poll::Pending => {
                        *after = Some(left);
                        Poll::Pending
                    }
                }
            }
        }
    }
}

impl<F, G, T> Future for Calling<F, G>
where
    F: Future<Output = Result<T>>,
    G: Future<Output = Result<Response>>,
    T: IntoResponse,
{
    type Output = Result<Response>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CallingProjection::Straight { inner } => {
                inner.poll(context).map(|result| result.map(IntoResponse::into_response))
            }
            CallingProjection::Around { inner } => inner.poll(context),
        }
    }
}

impl Future for Handling<'_> {
    type Output = Result<Response>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(handler) = &mut self.handler else {
            return Poll::Ready(Err(MethodNotAllowedError.into()));
        };
        let result = ready!(handler.as_mut().poll(context));
        Poll::Ready(match self.body {
            Body::Sent => result,
            Body::Cut => result.map(|mut response| {
                response.set_body(());
                response
            }),
        })
    }
}
