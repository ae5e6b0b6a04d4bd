//! An HTTP cache that is just large enough to show why `Vary` matters.
//!
//! Implements [Fetch, "CORS protocol and HTTP caches"](https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches):
//! an answer that depends on `Origin` and does not say so is given to the wrong page. Not partitioned by site, as a
//! shared cache is not.

use std::time::Duration;

use http::{
    HeaderMap, HeaderName, Method, Response,
    header::{CACHE_CONTROL, VARY},
};

use super::values::{combined, shown, tokens};

/// Answers to GET that say `max-age`, found again by address and by the request headers that `Vary` names.
#[derive(Debug, Clone, Default)]
pub(super) struct HttpCache {
    stored: Vec<Stored>,
}

#[derive(Debug, Clone)]
struct Stored {
    url: String,
    /// The request headers that the answer depends on, with their values then.
    varies: Vec<(HeaderName, Option<Vec<u8>>)>,
    until: Duration,
    response: Response<Vec<u8>>,
}

impl HttpCache {
    /// An answer that fits a GET of `url` with these headers.
    pub(super) fn find(&self, now: Duration, url: &str, request: &HeaderMap) -> Option<Response<Vec<u8>>> {
        self.stored
            .iter()
            .find(|stored| {
                stored.url == url
                    && stored.until > now
                    && stored.varies.iter().all(|(name, value)| combined(request, name) == *value)
            })
            .map(|stored| stored.response.clone())
    }

    /// Keeps `response` if it may be kept.
    pub(super) fn keep(
        &mut self,
        now: Duration,
        (method, url): (&Method, &str),
        request: &HeaderMap,
        response: &Response<Vec<u8>>,
    ) {
        let control = combined(response.headers(), &CACHE_CONTROL).unwrap_or_default();
        let control = shown(&control).to_ascii_lowercase();
        let mut age = None;
        for part in control.split(',').map(str::trim) {
            if part == "no-store" || part == "no-cache" {
                return;
            }
            age = part.strip_prefix("max-age=").and_then(|seconds| seconds.parse().ok()).or(age);
        }
        // A list that cannot be read is treated like `*`: not to be used for any other request.
        let (Some(age), Ok(vary)) = (age, tokens(response.headers(), &VARY)) else {
            return;
        };
        if method != Method::GET || vary.iter().any(|name| name == "*") {
            return;
        }
        let varies: Vec<_> = vary
            .iter()
            .filter_map(|name| HeaderName::from_bytes(name.as_bytes()).ok())
            .map(|name| {
                let value = combined(request, &name);
                (name, value)
            })
            .collect();
        self.stored.retain(|stored| stored.url != url || stored.varies != varies);
        let until = now.saturating_add(Duration::from_secs(age));
        self.stored.push(Stored { url: url.to_owned(), varies, until, response: response.clone() });
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header::ORIGIN};

    use super::*;

    const URL: &str = "http://localhost:4404/a";

    fn request(origin: Option<&'static str>) -> HeaderMap {
        origin.map(|origin| (ORIGIN, HeaderValue::from_static(origin))).into_iter().collect()
    }

    fn kept(headers: &[(HeaderName, &'static str)]) -> HttpCache {
        let mut response = Response::new(Vec::new());
        for (name, value) in headers {
            response.headers_mut().append(name, HeaderValue::from_static(value));
        }
        let mut cache = HttpCache::default();
        cache.keep(Duration::ZERO, (&Method::GET, URL), &request(None), &response);
        cache
    }

    #[test]
    fn vary_decides_whether_an_answer_fits() {
        for (vary, fits) in [(None, true), (Some((VARY, "Accept, Origin")), false)] {
            let headers: Vec<_> =
                [Some((CACHE_CONTROL, "public, max-age=60")), vary].into_iter().flatten().collect();
            let cache = kept(&headers);
            let find =
                |now, request: &HeaderMap| cache.find(Duration::from_secs(now), URL, request).is_some();
            assert_eq!(find(0, &request(Some("http://a.example"))), fits);
            assert!(find(59, &request(None)));
            assert!(!find(60, &request(None)));
        }
    }

    #[test]
    fn keeps_only_what_says_so() {
        for headers in [
            &[][..],
            &[(CACHE_CONTROL, "no-store, max-age=9")],
            &[(CACHE_CONTROL, "max-age=9"), (VARY, "*")],
            &[(CACHE_CONTROL, "max-age=9"), (VARY, "a b")],
        ] {
            assert!(kept(headers).find(Duration::ZERO, URL, &request(None)).is_none(), "{headers:?}");
        }
    }
}
