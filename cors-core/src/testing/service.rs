//! A `tower::Service` as the server.

use std::{error::Error, future::poll_fn, pin::pin};

use bytes::Buf;
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

/// Asks a service, when it is ready, and reads the whole body.
///
/// # Errors
/// Of the service or of the body, as text.
pub(super) async fn call<S, B, R>(service: &mut S, request: Request<B>) -> Result<Response<Vec<u8>>, String>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: ToString,
    R: Body,
    R::Error: Into<Box<dyn Error + Send + Sync>>,
{
    poll_fn(|context| service.poll_ready(context)).await.map_err(|error| error.to_string())?;
    let response = service.call(request).await.map_err(|error| error.to_string())?;
    let (head, body) = response.into_parts();
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
    Ok(Response::from_parts(head, read))
}
