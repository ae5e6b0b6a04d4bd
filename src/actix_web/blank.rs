//! Requests that no client has sent: what carries a question inward.

use std::{
    cell::{OnceCell, RefCell},
    future::{Future as _, pending},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use ::actix_web::{
    App, Error,
    dev::{Service as _, ServiceRequest, ServiceResponse},
    test::{TestRequest, init_service},
};

/// Makes blank requests, which have no application data.
#[derive(Default)]
pub(super) struct Blanks(OnceCell<Option<Source>>);

/// An application that gives away each request that it gets. It takes back their memory, as any does, which a
/// [`TestRequest`] allocates each time.
type Source = Box<dyn Fn() -> Option<ServiceRequest>>;

impl Blanks {
    pub(super) fn get(&self) -> ServiceRequest {
        let known = self.0.get_or_init(source).as_ref();
        known.and_then(|source| source()).unwrap_or_else(|| TestRequest::default().to_srv_request())
    }
}

fn source() -> Option<Source> {
    let kept = Rc::new(RefCell::new(None));
    let keeper = Rc::clone(&kept);
    let app = App::new().wrap_fn(move |request, _| {
        *keeper.borrow_mut() = Some(request);
        pending::<Result<ServiceResponse, Error>>()
    });
    // Nothing in it waits.
    let Poll::Ready(app) = pin!(init_service(app)).poll(&mut Context::from_waker(Waker::noop())) else {
        return None;
    };
    Some(Box::new(move || {
        drop(app.call(::actix_http::Request::new()));
        kept.take()
    }))
}
