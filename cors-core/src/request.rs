//! What a decision looks at in a request, and what kind of request it is.
//!
//! Implements [Fetch, "HTTP requests"](https://fetch.spec.whatwg.org/#http-requests) of the CORS protocol, from the
//! server's side.

use std::ops::ControlFlow;

/// Header lines of a request, whatever type holds them.
///
/// Implemented for `http::HeaderMap` of version 1.x by the feature `http`; adapters of other types implement it.
pub trait HeaderLines {
    /// Calls `see` with the value of each line called `name`, in order, until it breaks.
    fn each_line<'h>(&'h self, name: RequestHeader, see: &mut dyn FnMut(&'h [u8]) -> ControlFlow<()>);
}

/// The request headers that decisions look at, so that an implementation can have their names ready in its own
/// type.
#[expect(clippy::exhaustive_enums, reason = "an implementation must know all of them")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestHeader {
    /// `Origin`
    Origin,
    /// `Access-Control-Request-Method`
    RequestMethod,
    /// `Access-Control-Request-Headers`
    RequestHeaders,
    /// `Sec-Fetch-Site`
    FetchSite,
}

impl RequestHeader {
    /// The name in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::RequestMethod => "access-control-request-method",
            Self::RequestHeaders => "access-control-request-headers",
            Self::FetchSite => "sec-fetch-site",
        }
    }
}

/// A request as a decision sees it: borrowed bytes, no type of a framework.
#[derive(Clone, Copy)]
pub struct RequestView<'a> {
    method: &'a str,
    origin: Lines<'a>,
    requested_method: Option<&'a [u8]>,
    headers: &'a dyn HeaderLines,
}

/// The lines of one header, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines<'a> {
    None,
    One(&'a [u8]),
    Several,
}

/// What a request is to the CORS protocol.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// It has no `Origin`.
    NotCors,
    /// `OPTIONS` with `Origin` and `Access-Control-Request-Method`, which may be empty.
    Preflight,
    /// Every other request with an `Origin`, also `OPTIONS` without a requested method.
    Actual,
}

impl RequestKind {
    /// The name, such as `preflight`: for logs and labels. It does not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotCors => "not-cors",
            Self::Preflight => "preflight",
            Self::Actual => "actual",
        }
    }
}

impl std::fmt::Display for RequestKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'a> RequestView<'a> {
    /// The view of a request with this method (case-sensitive) and these header lines.
    #[must_use]
    pub fn new(method: &'a str, headers: &'a dyn HeaderLines) -> Self {
        let mut requested_method = None;
        if method == "OPTIONS" {
            headers.each_line(RequestHeader::RequestMethod, &mut |line| {
                requested_method = Some(line);
                ControlFlow::Break(())
            });
        }
        let mut view = Self { method, origin: Lines::None, requested_method, headers };
        view.origin = view.lines(RequestHeader::Origin);
        view
    }

    /// The view whose lines of `Origin` and `Access-Control-Request-Method` the caller has looked up already.
    #[cfg(feature = "http")]
    #[inline]
    pub(crate) const fn of_parts(
        method: &'a str,
        origin: Lines<'a>,
        requested_method: Option<&'a [u8]>,
        headers: &'a dyn HeaderLines,
    ) -> Self {
        Self { method, origin, requested_method, headers }
    }

    /// What this request is to the CORS protocol.
    #[must_use]
    #[inline]
    pub const fn kind(&self) -> RequestKind {
        match (self.origin, self.requested_method) {
            (Lines::None, _) => RequestKind::NotCors,
            (_, Some(_)) => RequestKind::Preflight,
            (_, None) => RequestKind::Actual,
        }
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &'a str {
        self.method
    }

    /// The value of the only `Origin` line; `None` where there is none, or more than one.
    #[must_use]
    pub const fn origin(&self) -> Option<&'a [u8]> {
        match self.origin {
            Lines::One(origin) => Some(origin),
            Lines::None | Lines::Several => None,
        }
    }

    /// The value of the first `Access-Control-Request-Method` line of an `OPTIONS` request.
    #[must_use]
    pub const fn requested_method(&self) -> Option<&'a [u8]> {
        self.requested_method
    }

    /// Calls `see` with each `Access-Control-Request-Headers` line until it breaks.
    pub fn each_requested_headers_line(&self, see: &mut dyn FnMut(&'a [u8]) -> ControlFlow<()>) {
        self.headers.each_line(RequestHeader::RequestHeaders, see);
    }

    #[inline]
    pub(crate) const fn origin_lines(&self) -> Lines<'a> {
        self.origin
    }

    /// Whether the browser itself says that the request is same-origin.
    #[must_use]
    pub fn is_same_origin_fetch(&self) -> bool {
        self.lines(RequestHeader::FetchSite) == Lines::One(b"same-origin")
    }

    fn lines(&self, name: RequestHeader) -> Lines<'a> {
        let mut lines = Lines::None;
        self.headers.each_line(name, &mut |line| match lines {
            Lines::None => {
                lines = Lines::One(line);
                ControlFlow::Continue(())
            }
            Lines::One(_) | Lines::Several => {
                lines = Lines::Several;
                ControlFlow::Break(())
            }
        });
        lines
    }
}

impl std::fmt::Debug for RequestView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestView")
            .field("method", &self.method)
            .field("origin", &self.origin)
            .field("requested_method", &self.requested_method)
            .finish_non_exhaustive()
    }
}

/// Lines in a slice, for tests and for requests that are not in a header map.
///
/// ```
/// use cors_core::request::{RequestKind, RequestView};
///
/// let headers: &[(&str, &[u8])] = &[("origin", b"https://app.example.com")];
/// assert_eq!(RequestView::new("GET", &headers).kind(), RequestKind::Actual);
/// ```
impl HeaderLines for &[(&str, &[u8])] {
    fn each_line<'h>(&'h self, name: RequestHeader, see: &mut dyn FnMut(&'h [u8]) -> ControlFlow<()>) {
        for (line, value) in *self {
            if line.eq_ignore_ascii_case(name.as_str()) && see(value).is_break() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: (&str, &[u8]) = ("Origin", b"https://a.example");
    const ACRM: (&str, &[u8]) = ("Access-Control-Request-Method", b"PUT");

    #[test]
    fn kinds() {
        let kind = |method: &str, headers: &[(&str, &[u8])]| RequestView::new(method, &headers).kind();
        assert_eq!(kind("GET", &[]), RequestKind::NotCors);
        assert_eq!(kind("OPTIONS", &[ACRM]), RequestKind::NotCors);
        assert_eq!(kind("GET", &[ORIGIN]), RequestKind::Actual);
        assert_eq!(kind("GET", &[ORIGIN, ACRM]), RequestKind::Actual);
        assert_eq!(kind("OPTIONS", &[ORIGIN]), RequestKind::Actual);
        assert_eq!(kind("options", &[ORIGIN, ACRM]), RequestKind::Actual);
        assert_eq!(kind("OPTIONS", &[ORIGIN, ACRM]), RequestKind::Preflight);
        assert_eq!(kind("OPTIONS", &[ORIGIN, (ACRM.0, b"")]), RequestKind::Preflight);
        assert_eq!(kind("OPTIONS", &[ORIGIN, ORIGIN, ACRM]), RequestKind::Preflight);
    }

    #[test]
    fn several_origin_lines_are_no_origin() {
        let lines: &[(&str, &[u8])] = &[("origin", b"https://a.example"), ("origin", b"https://a.example")];
        let view = RequestView::new("GET", &lines);
        assert_eq!(view.origin(), None);
        assert_eq!(view.kind(), RequestKind::Actual);
    }

    #[test]
    fn same_origin_is_one_line_that_says_so() {
        const SAME: (&str, &[u8]) = ("Sec-Fetch-Site", b"same-origin");
        let is = |sites: &[(&str, &[u8])]| RequestView::new("GET", &sites).is_same_origin_fetch();
        assert!(is(&[SAME]));
        assert!(!is(&[]));
        assert!(!is(&[(SAME.0, b"same-site")]));
        assert!(!is(&[SAME, SAME]));
    }
}
