//! One request on the wire and its answer.

use http::{HeaderMap, Method};

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
}
