//! The innermost piece of the service, in front of the router's own hoops: nothing runs that the policies were not
//! asked about.
//!
//! The policies are known to the hoop of the service, not to salvo's router, which anybody may put into another
//! service. And the hoop knows what was matched from a mark in the request, which a hoop before it may lose. In both
//! cases handlers would run without their policies, and nothing would tell.

use std::sync::atomic::{AtomicUsize, Ordering};

use ::salvo_core::{Depot, FlowCtrl, Handler, Request, Response, async_trait, http::StatusError};

use super::place::Found;

/// Tells the services of a program apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seal(usize);

impl Seal {
    /// One that no other service has.
    pub(super) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The first hoop of the router.
#[derive(Debug)]
pub(super) struct Guard(pub(super) Seal);

#[async_trait]
impl Handler for Guard {
    async fn handle(
        &self,
        request: &mut Request,
        _depot: &mut Depot,
        response: &mut Response,
        flow: &mut FlowCtrl,
    ) {
        // The mark ends here: a handler may give the request to another service.
        let found = request.extensions_mut().remove::<Found>();
        if found.and_then(|found| found.seal) != Some(self.0) {
            response.render(StatusError::internal_server_error().brief(LOST));
            flow.skip_rest();
        }
    }
}

const LOST: &str = "The CORS policies of this router are not known here. It is served without the service that \
                    `cors::salvo::Router::finish` makes, or a hoop has cleared the extensions of the request.";
