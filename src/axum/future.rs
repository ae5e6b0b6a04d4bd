//! The futures of this module's services.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use ::axum::{
    BoxError,
    body::{Body, Bytes, HttpBody},
    http,
    response::Response,
};
use cors_core::http1::Head;
use pin_project_lite::pin_project;

use crate::marks::{Mark, Then};

pin_project! {
    /// The answer of an inner handler or service with its CORS headers, or a finished answer without calling it.
    ///
    /// It adds no allocation to the inner future.
    pub struct Answering<F> {
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Run { #[pin] inner: F, then: Then },
        Answer { head: Option<Head>, mark: Mark },
    }
}

impl<F> Answering<F> {
    #[inline]
    pub(super) const fn run(inner: F, then: Then) -> Self {
        Self { state: State::Run { inner, then } }
    }

    #[inline]
    pub(super) const fn answer(head: Head, mark: Mark) -> Self {
        Self { state: State::Answer { head: Some(head), mark } }
    }
}

impl<F> Future for Answering<F>
where
    F: Future,
    F::Output: sealed::Answer,
{
    type Output = <F::Output as sealed::Answer>::Done;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        use sealed::Answer;

        match self.project().state.project() {
            StateProjection::Run { inner, then } => {
                let answer = ready!(inner.poll(context));
                Poll::Ready(answer.finish(|response| then.finish(response)))
            }
            // Polled after its end it stays pending, which a future may do.
            StateProjection::Answer { head, mark } => head.take().map_or(Poll::Pending, |head| {
                let mut response = head.into_response(Body::empty());
                mark.set(&mut response);
                Poll::Ready(F::Output::done(response))
            }),
        }
    }
}

impl<F> fmt::Debug for Answering<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answering").finish_non_exhaustive()
    }
}

mod sealed {
    use super::{Body, BoxError, Bytes, HttpBody, Response, http};

    /// What an inner future yields.
    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait Answer {
        /// The same with axum's body.
        type Done;

        fn finish(self, finish: impl FnOnce(&mut Response)) -> Self::Done;

        fn done(response: Response) -> Self::Done;
    }

    /// A handler's.
    impl Answer for Response {
        type Done = Self;

        #[inline]
        fn finish(mut self, finish: impl FnOnce(&mut Response)) -> Self {
            finish(&mut self);
            self
        }

        fn done(response: Response) -> Self {
            response
        }
    }

    /// A service's.
    impl<B, E> Answer for Result<http::Response<B>, E>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        type Done = Result<Response, E>;

        #[inline]
        fn finish(self, finish: impl FnOnce(&mut Response)) -> Self::Done {
            self.map(|response| {
                // Does not box what is axum's body already.
                let mut response = response.map(Body::new);
                finish(&mut response);
                response
            })
        }

        fn done(response: Response) -> Self::Done {
            Ok(response)
        }
    }
}
