//! A `tower::Service` as the server.

use std::{
    convert::Infallible,
    error::Error,
    future::poll_fn,
    pin::{Pin, pin},
    task::{Context, Poll},
};

use bytes::{Buf, Bytes};
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use tower_service::Service;

/// The body of a request to a service: whole, and of a known length.
///
/// A service that takes another type of body is wrapped, for instance with tower's `map_request`.
#[derive(Debug)]
pub struct Body(Option<Bytes>);

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(
            self.0.as_ref().map_or(0, |bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
        )
    }
}

/// Asks a service, when it is ready, and reads the whole body.
///
/// # Errors
/// Of the service or of the body, as text.
pub(super) async fn call<S, R>(
    service: &mut S,
    request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, String>
where
    S: Service<Request<Body>, Response = Response<R>>,
    S::Error: ToString,
    R: http_body::Body,
    R::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let request = request.map(|bytes| Body(Some(Bytes::from(bytes)).filter(|bytes| !bytes.is_empty())));
    poll_fn(|context| service.poll_ready(context)).await.map_err(|error| error.to_string())?;
    let response = service.call(request).await.map_err(|error| error.to_string())?;
    let (head, body) = response.into_parts();
    Ok(Response::from_parts(head, read_body(body).await?))
}

/// Reads a whole body, for a server that answers with one.
///
/// # Errors
/// Of the body, as text.
pub async fn read_body<B>(body: B) -> Result<Vec<u8>, String>
where
    B: http_body::Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let mut body = pin!(body);
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|error| error.into().to_string())?;
        if let Ok(mut data) = frame.into_data() {
            while data.has_remaining() {
                read.extend_from_slice(data.chunk());
                data.advance(data.chunk().len());
            }
        }
    }
    Ok(read)
}
