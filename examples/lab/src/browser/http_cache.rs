//! An HTTP cache that is just large enough to show why `Vary` matters.

use super::wire::{Request, Response};

/// Answers to GET that say `max-age`, found again by URL and by the request headers that `Vary` names.
#[derive(Debug, Default)]
pub(super) struct HttpCache {
    stored: Vec<Stored>,
}

#[derive(Debug)]
struct Stored {
    url: String,
    /// The request headers that the answer depends on, with their values then.
    varies: Vec<(String, Option<String>)>,
    response: Response,
}

impl HttpCache {
    /// An answer that fits `request`.
    pub(super) fn find(&self, url: &str, request: &Request<'_>) -> Option<Response> {
        let fits = |stored: &&Stored| {
            stored.url == url
                && stored.varies.iter().all(|(name, value)| request.header(name) == value.as_deref())
        };
        if request.method != "GET" {
            return None;
        }
        self.stored.iter().find(fits).map(|stored| stored.response.clone())
    }

    /// Keeps `response` if it may be kept.
    pub(super) fn keep(&mut self, url: &str, request: &Request<'_>, response: &Response) {
        let control = response.one("cache-control").unwrap_or_default();
        let may_be_kept =
            request.method == "GET" && control.contains("max-age=") && !control.contains("no-store");
        let vary = response.list("vary").unwrap_or_default();
        if !may_be_kept || vary.iter().any(|name| name == "*") {
            return;
        }
        let varies =
            vary.into_iter().map(|name| (name.clone(), request.header(&name).map(str::to_owned))).collect();
        self.stored.push(Stored { url: url.to_owned(), varies, response: response.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::{super::wire::Url, *};

    fn request<'a>(url: &'a Url<'a>, origin: Option<&str>) -> Request<'a> {
        let headers = origin.map(|origin| ("Origin".to_owned(), origin.to_owned())).into_iter().collect();
        Request { method: "GET", url, headers, body: None }
    }

    fn response(headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response { status: 200, headers, body: Vec::new() }
    }

    #[test]
    fn vary_decides_whether_an_answer_fits() {
        const URL: &str = "http://localhost:4404/a";
        let url = Url::parse(URL).unwrap();
        for (vary, fits) in [(None, true), (Some(("vary", "Accept, Origin")), false)] {
            let mut cache = HttpCache::default();
            let headers: Vec<_> =
                [Some(("cache-control", "max-age=60")), vary].into_iter().flatten().collect();
            cache.keep(URL, &request(&url, None), &response(&headers));
            assert_eq!(cache.find(URL, &request(&url, Some("http://a.example"))).is_some(), fits);
            assert!(cache.find(URL, &request(&url, None)).is_some());
        }
    }

    #[test]
    fn keeps_only_what_says_so() {
        const URL: &str = "http://localhost:4404/a";
        let url = Url::parse(URL).unwrap();
        for headers in
            [&[][..], &[("cache-control", "no-store")], &[("cache-control", "max-age=9"), ("vary", "*")]]
        {
            let mut cache = HttpCache::default();
            cache.keep(URL, &request(&url, None), &response(headers));
            assert!(cache.find(URL, &request(&url, None)).is_none());
        }
    }
}
