//! One request on the wire and its answer.

use http::{
    HeaderMap, Method,
    header::{ACCESS_CONTROL_ALLOW_METHODS, ORIGIN},
};
use url::Url;

use crate::{
    decision::Case,
    endpoint::AllowMethods,
    explain::{self, Explanation},
    policy::Policy,
    request::RequestView,
};

/// A request that left the browser, or was answered by its cache.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) request: HeaderMap,
    pub(super) preflight: bool,
    pub(super) from_cache: bool,
    pub(super) answer: Result<(u16, HeaderMap), String>,
}

impl Exchange {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The whole address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers of the request.
    #[must_use]
    pub const fn request_headers(&self) -> &HeaderMap {
        &self.request
    }

    /// Whether it was a preflight.
    #[must_use]
    pub const fn is_preflight(&self) -> bool {
        self.preflight
    }

    /// Whether the HTTP cache answered, so that nothing was on the wire.
    #[must_use]
    pub const fn is_from_cache(&self) -> bool {
        self.from_cache
    }

    /// The status of the answer; `None` where nothing answered.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().ok().map(|(status, _)| *status)
    }

    /// The headers of the answer, all of them; `None` where nothing answered.
    #[must_use]
    pub fn answer_headers(&self) -> Option<&HeaderMap> {
        self.answer.as_ref().ok().map(|(_, headers)| headers)
    }

    /// What `policy` says to this request, check by check, whatever has answered it.
    ///
    /// Where the methods of the policy are those of the route, they are taken from the answer.
    #[must_use]
    pub fn explain(&self, policy: &Policy) -> Explanation {
        let answered = self.answer_headers().and_then(|headers| headers.get(ACCESS_CONTROL_ALLOW_METHODS));
        let answered = answered.and_then(|methods| methods.to_str().ok()).unwrap_or_default();
        let methods = AllowMethods::Listed(policy.methods().unwrap_or(answered));
        let view = RequestView::new(self.method.as_str(), &self.request);
        explain::explain(&Case::new(policy, methods, &view), None)
    }

    /// Whether the page asked its own origin, so that no CORS check was made, whatever a policy says.
    pub(super) fn is_same_origin(&self) -> bool {
        let url = Url::parse(&self.url).map(|url| url.origin().ascii_serialization());
        let origin = self.request.get(ORIGIN);
        url.is_ok_and(|url| origin.is_some_and(|origin| origin.as_bytes() == url.as_bytes()))
    }
}
