//! Where a script runs: an origin, and which other addresses belong to the same site.
//!
//! Implements [Fetch, "serializing a request origin"](https://fetch.spec.whatwg.org/#serializing-a-request-origin) and
//! [HTML, "same site"](https://html.spec.whatwg.org/#same-site).

use http::HeaderValue;
use url::{Host, Position, Url};

use crate::suffix::{self, Standing};

/// A page by its address or by its origin.
#[derive(Debug, Clone)]
pub(super) struct Page {
    origin: String,
    url: Option<Url>,
}

impl Page {
    pub(super) fn at(address: &str) -> Self {
        match Url::parse(address) {
            Ok(url) if is_http(&url) => Self { origin: url.origin().ascii_serialization(), url: Some(url) },
            // Schemes of apps, such as `capacitor://localhost`: the text is the origin.
            Ok(_) if HeaderValue::from_str(address).is_ok() => Self { origin: address.to_owned(), url: None },
            _ => Self { origin: OPAQUE.to_owned(), url: None },
        }
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// The address for a reader, where it says more than the origin.
    pub(super) fn address(&self) -> Option<String> {
        self.url.as_ref().filter(|url| url.path() != "/").map(ToString::to_string)
    }

    /// By the default policy "strict-origin-when-cross-origin".
    pub(super) fn referrer(&self, url: &Url) -> Option<String> {
        let page = self.url.as_ref()?;
        if self.is_same_origin(url) {
            return Some(page[..Position::AfterQuery].to_owned());
        }
        let downgrade = page.scheme() == "https" && !is_trustworthy(url);
        if downgrade { None } else { Some(format!("{}/", self.origin)) }
    }

    pub(super) fn is_same_origin(&self, url: &Url) -> bool {
        self.origin != OPAQUE && url.origin().ascii_serialization() == self.origin
    }

    pub(super) fn is_same_site(&self, url: &Url) -> bool {
        self.url.as_ref().is_some_and(|page| same_site(page, url))
    }

    /// An address in the page: absolute, or relative to it.
    pub(super) fn resolve(&self, address: &str) -> Option<Url> {
        match &self.url {
            Some(page) => page.join(address).ok(),
            None => Url::parse(address).ok(),
        }
    }
}

/// How an opaque origin is written.
pub(super) const OPAQUE: &str = "null";

pub(super) fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

pub(super) fn is_same_origin(a: &Url, b: &Url) -> bool {
    a.origin() == b.origin() && a.origin().is_tuple()
}

/// Whether a browser says where a request comes from (`Sec-Fetch-*`): to
/// [Secure Contexts, "potentially trustworthy"](https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy) addresses only.
pub(super) fn is_trustworthy(url: &Url) -> bool {
    url.scheme() == "https"
        || match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

fn same_site(a: &Url, b: &Url) -> bool {
    if a.scheme() != b.scheme() {
        return false;
    }
    match (a.host(), b.host()) {
        (Some(Host::Domain(a)), Some(Host::Domain(b))) => {
            a == b || registrable(a).is_some_and(|site| registrable(b) == Some(site))
        }
        (a, b) => a.is_some() && a == b,
    }
}

/// The public suffix and one label in front of it; `None` where the host is a suffix itself.
fn registrable(host: &str) -> Option<&str> {
    let mut site = None;
    let mut rest = host;
    loop {
        if suffix::standing(rest) == Standing::Suffix {
            return site;
        }
        match rest.split_once('.') {
            Some((_, parent)) => {
                site = Some(rest);
                rest = parent;
            }
            // The list's implicit rule: a last label that nobody knows is a suffix.
            None => return site,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_what_browsers_make_of_addresses() {
        for (address, origin) in [
            ("https://app.example.com", "https://app.example.com"),
            ("HTTPS://App.Example.com:443/a?b#c", "https://app.example.com"),
            ("http://localhost:5173/", "http://localhost:5173"),
            ("capacitor://localhost", "capacitor://localhost"),
            ("null", "null"),
            ("data:text/html,x", "data:text/html,x"),
            ("no address", "null"),
        ] {
            assert_eq!(Page::at(address).origin(), origin, "{address}");
        }
    }

    #[test]
    fn sites() {
        for (a, b, same) in [
            ("https://app.example.com", "https://api.example.com:8443", true),
            ("https://app.example.com", "http://app.example.com", false),
            ("https://a.github.io", "https://b.github.io", false),
            ("http://localhost:1", "http://localhost:2", true),
            ("http://a.localhost", "http://b.localhost", false),
            ("http://127.0.0.1:1", "http://127.0.0.1:2", true),
            ("http://127.0.0.1", "http://127.0.0.2", false),
            ("https://a.co.uk", "https://b.co.uk", false),
            ("https://x.a.co.uk", "https://y.a.co.uk", true),
        ] {
            let page = Page::at(a);
            assert_eq!(page.is_same_site(&Url::parse(b).unwrap()), same, "{a} {b}");
        }
    }
}
