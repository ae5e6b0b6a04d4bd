//! The futures of this module's services.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use cors_core::http1::Head;
use http::{HeaderValue, Response, StatusCode, header::ALLOW};
use pin_project_lite::pin_project;

use super::{body::CorsBody, handler::Answer};
use crate::marks::{Mark, Then};

pin_project! {
    /// The answer of a service or handler with its CORS headers, or a finished answer without calling it.
    ///
    /// It holds the inner future as it is: nothing is boxed.
    #[must_use = "futures do nothing unless polled"]
    pub struct Answering<F> {
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Run { #[pin] inner: F, then: Then },
        Ready { answer: Option<Finished> },
    }
}

/// An answer of ours.
#[derive(Debug)]
enum Finished {
    Head(Head, Mark),
    NotFound(Then),
    NotAllowed(Then, HeaderValue),
}

impl<F> Answering<F> {
    /// Runs what is inside, then does what is left to do.
    pub(super) const fn run(inner: F, then: Then) -> Self {
        Self { state: State::Run { inner, then } }
    }

    /// Answers without running what is inside.
    pub(super) const fn answer(head: Head, mark: Mark) -> Self {
        Self::ready(Finished::Head(head, mark))
    }

    /// 404, where no path matches.
    pub(super) const fn not_found(then: Then) -> Self {
        Self::ready(Finished::NotFound(then))
    }

    /// 405, where the path has no handler for the method.
    pub(super) const fn not_allowed(then: Then, allow: HeaderValue) -> Self {
        Self::ready(Finished::NotAllowed(then, allow))
    }

    const fn ready(answer: Finished) -> Self {
        Self { state: State::Ready { answer: Some(answer) } }
    }
}

impl Finished {
    /// Fills an empty response, in its place: it is large to move.
    #[inline]
    fn fill<B>(self, response: &mut Response<B>) {
        match self {
            Self::Head(head, mark) => {
                head.fill(response);
                mark.set(response);
            }
            Self::NotFound(mut then) => {
                *response.status_mut() = StatusCode::NOT_FOUND;
                then.finish(response);
            }
            Self::NotAllowed(mut then, allow) => {
                *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
                response.headers_mut().insert(ALLOW, allow);
                then.finish(response);
            }
        }
    }
}

impl<F> Future for Answering<F>
where
    F: Future,
    F::Output: Answer,
{
    type Output = Result<Response<CorsBody<<F::Output as Answer>::Body>>, <F::Output as Answer>::Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Run { inner, then } => {
                let answer = ready!(inner.poll(context)).into_result();
                Poll::Ready(answer.map(|mut response| {
                    then.finish(&mut response);
                    response.map(CorsBody::new)
                }))
            }
            // Polled after its end it stays pending, which a future may do.
            StateProjection::Ready { answer } => {
                let Some(answer) = answer.take() else { return Poll::Pending };
                let mut response = Response::new(CorsBody::empty());
                answer.fill(&mut response);
                Poll::Ready(Ok(response))
            }
        }
    }
}

impl<F> fmt::Debug for Answering<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answering").finish_non_exhaustive()
    }
}
