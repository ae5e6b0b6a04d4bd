//! The future of our pieces: an answer that is there, or one that is waited for.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use ::actix_web::{
    Error, HttpResponse,
    body::EitherBody,
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::look::NeverPolled;

pin_project! {
    /// The answer of one of our pieces around a service with the future `F` and the body `B`.
    #[project = Projected]
    #[must_use = "futures do nothing unless polled"]
    pub struct Answering<F, B, A> {
        #[pin]
        state: State<F, B, A>,
    }
}

pin_project! {
    #[project = StateProjected]
    enum State<F, B, A> {
        Ready { answer: Option<Answer<EitherBody<B>>> },
        Running { #[pin] inner: F, after: A },
    }
}

/// What a service answers. The error is what middleware returns; a handler's own is in the response already.
type Answer<B> = Result<ServiceResponse<B>, Error>;

/// What is done to an answer when it is there.
pub(super) trait After {
    fn finish<B>(&self, answer: &mut Result<ServiceResponse<B>, Error>);
}

impl<F, B, A> Answering<F, B, A> {
    /// Answers without running what is inside.
    pub(super) fn now(request: ServiceRequest, response: HttpResponse) -> Self {
        let answer = Ok(request.into_response(response).map_into_right_body());
        Self { state: State::Ready { answer: Some(answer) } }
    }

    /// What is returned to a [`Look`](super::look::Look).
    pub(super) fn never() -> Self {
        Self { state: State::Ready { answer: Some(Err(NeverPolled::error())) } }
    }

    /// Runs what is inside, then `after`.
    pub(super) const fn run(inner: F, after: A) -> Self {
        Self { state: State::Running { inner, after } }
    }
}

impl<F, B, A> Future for Answering<F, B, A>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    A: After,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjected::Ready { answer } => match answer.take() {
                Some(answer) => Poll::Ready(answer),
                // Polled again after it was ready, which no executor does.
                None => Poll::Pending,
            },
            StateProjected::Running { inner, after } => {
                let mut answer = ready!(inner.poll(context));
                after.finish(&mut answer);
                Poll::Ready(answer.map(ServiceResponse::map_into_left_body))
            }
        }
    }
}
