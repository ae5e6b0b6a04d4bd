//! A refusal that the listener is to hear of only if nobody further inside decides otherwise.

use std::thread;

use ::poem::{
    Request,
    http::{HeaderMap, HeaderName, Method, header::ORIGIN},
};
use cors_core::{event, http1::Pending};

/// A refused request that runs.
///
/// Dropping it tells the listener: also where the client goes away before there is an answer.
pub(super) struct Unheard {
    pending: Pending,
    method: Method,
    headers: HeaderMap,
    is_overruled: bool,
}

impl Unheard {
    /// `None` where there is nothing to tell, or nobody.
    pub(super) fn new(pending: &Pending, request: &Request) -> Option<Self> {
        if pending.is_readable() || !event::has_listener() {
            return None;
        }
        // The request itself goes to the handler; one that runs is decided on by these two.
        let mut headers = HeaderMap::new();
        for name in [ORIGIN, HeaderName::from_static("sec-fetch-site")] {
            for value in request.headers().get_all(&name) {
                headers.append(&name, value.clone());
            }
        }
        let (pending, method) = (pending.clone(), request.method().clone());
        headers.contains_key(ORIGIN).then_some(Self { pending, method, headers, is_overruled: false })
    }

    /// Somebody further inside had the last word, and told the listener.
    pub(super) fn overrule(mut self) {
        self.is_overruled = true;
    }
}

impl Drop for Unheard {
    fn drop(&mut self) {
        // A listener that panics as well would end the program.
        if !self.is_overruled && !thread::panicking() {
            self.pending.report(&self.method, &self.headers);
        }
    }
}
