//! The body of an answer that may be ours.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

pin_project! {
    /// The body of the service inside, or none: an answer of this library's is empty.
    ///
    /// It forwards everything, so lengths, streams and trailers stay what they are; nothing is boxed.
    #[derive(Debug, Clone)]
    pub struct CorsBody<B> {
        #[pin]
        inner: Option<B>,
    }
}

impl<B> CorsBody<B> {
    pub(super) const fn new(inner: B) -> Self {
        Self { inner: Some(inner) }
    }

    pub(super) const fn empty() -> Self {
        Self { inner: None }
    }

    /// The body of the service inside; `None` for an answer of this library's.
    pub fn into_inner(self) -> Option<B> {
        self.inner
    }
}

/// An empty body: what a layer between asks for that answers by itself, a timeout for instance.
impl<B> Default for CorsBody<B> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<B: Body> Body for CorsBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match self.project().inner.as_pin_mut() {
            Some(inner) => inner.poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}
