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
use cors_core::http1::{Head, Pending};
use pin_project_lite::pin_project;

use super::marks::Finished;

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

/// What is left to do when the inner answer is there.
#[derive(Debug)]
pub(super) enum Then {
    /// Nothing.
    Leave(Mark),
    /// Set these headers; `None` once that is done.
    Apply(Option<Pending>, Mark),
    /// Set these headers unless an inner piece has finished the answer.
    ApplyUnlessFinished(Option<Pending>, Mark),
}

/// Whether the answer is to be marked as finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Finished,
    Nothing,
}

impl<F> Answering<F> {
    pub(super) const fn run(inner: F, then: Then) -> Self {
        Self { state: State::Run { inner, then } }
    }

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

impl Then {
    fn finish(&mut self, response: &mut Response) {
        let (pending, mark) = match self {
            Self::Leave(mark) => (None, mark),
            Self::ApplyUnlessFinished(..) if response.extensions().get::<Finished>().is_some() => return,
            Self::Apply(pending, mark) | Self::ApplyUnlessFinished(pending, mark) => (pending.take(), mark),
        };
        if let Some(pending) = pending {
            pending.apply(response.headers_mut());
        }
        mark.set(response);
    }
}

impl Mark {
    fn set(self, response: &mut Response) {
        if self == Self::Finished {
            response.extensions_mut().insert(Finished);
        }
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
