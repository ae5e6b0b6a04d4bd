//! Bodies pass as they are: lengths, streams, trailers; and no bound on them but that they are bodies.

use std::{
    cell::Cell,
    convert::Infallible,
    marker::PhantomPinned,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes};
use cors::tower::CorsLayer;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt as _;
use tower::{Layer, ServiceExt, service_fn};

use crate::support::{APP, Api, acrm, request};

/// Neither `Default` nor `Clone` nor `Sync` nor `Unpin`; it has trailers and knows its length.
#[derive(Debug)]
struct Odd {
    left: Cell<u8>,
    _pinned: PhantomPinned,
}

impl http_body::Body for Odd {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        let trailers = [(HeaderName::from_static("x-trailer"), HeaderValue::from_static("last"))];
        Poll::Ready(match left {
            2 => Some(Ok(Frame::data(Bytes::from_static(b"four")))),
            1 => Some(Ok(Frame::trailers(HeaderMap::from_iter(trailers)))),
            _ => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left.get() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(4)
    }
}

#[tokio::test]
async fn of_any_type() {
    let app = CorsLayer::policy::<Api>().layer(service_fn(async |_: Request<Body>| {
        Ok::<_, Infallible>(Response::new(Odd { left: Cell::new(2), _pinned: PhantomPinned }))
    }));
    let answer = app.clone().oneshot(request("GET", "/", &[APP])).await.unwrap();
    let body = answer.into_body();
    assert_eq!((body.size_hint().exact(), body.is_end_stream()), (Some(4), false));
    let whole = body.collect().await.unwrap();
    assert_eq!(whole.trailers().unwrap()["x-trailer"], "last");
    assert_eq!(whole.to_bytes(), "four");
    let preflight = app.oneshot(request("OPTIONS", "/", &[APP, acrm("GET")])).await.unwrap().into_body();
    assert_eq!((preflight.size_hint().exact(), preflight.is_end_stream()), (Some(0), true));
    assert!(preflight.into_inner().is_none());
}

/// The layer's future is the inner one and what is to be done with its answer: no box.
#[test]
fn nothing_is_boxed() {
    type Inner = std::future::Ready<Result<Response<[u8; 4096]>, Infallible>>;
    let size = size_of::<cors::tower::Answering<Inner>>();
    assert!(size > 4096 && size < 4096 + 400, "{size}");
}
