//! Cookies by host, as far as the CORS protocol can tell: name, value and `SameSite`.

use url::Url;

use super::page::Page;

/// The cookies of one browser.
#[derive(Debug, Clone, Default)]
pub(super) struct Cookies(Vec<Cookie>);

/// Belongs to a host, whatever the port.
#[derive(Debug, Clone)]
struct Cookie {
    host: String,
    name: String,
    pair: String,
    same_site: bool,
}

impl Cookies {
    /// Reads a `Set-Cookie` line of `url`; a later cookie of the same name replaces an earlier one.
    pub(super) fn set(&mut self, url: &Url, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let pair = parts.next().unwrap_or_default();
        let (Some(host), Some((name, _))) = (url.host_str(), pair.split_once('=')) else {
            return;
        };
        let same_site = parts.any(|part| {
            part.split_once('=').is_some_and(|(key, value)| {
                key.trim().eq_ignore_ascii_case("samesite") && !value.trim().eq_ignore_ascii_case("none")
            })
        });
        self.0.retain(|known| known.host != host || known.name != name);
        self.0.push(Cookie {
            host: host.to_owned(),
            name: name.to_owned(),
            pair: pair.to_owned(),
            same_site,
        });
    }

    /// The `Cookie` line for a request of `page` to `url`.
    pub(super) fn line(&self, page: &Page, url: &Url) -> Option<String> {
        let pairs: Vec<&str> = self
            .0
            .iter()
            .filter(|cookie| Some(cookie.host.as_str()) == url.host_str())
            .filter(|cookie| !cookie.same_site || page.is_same_site(url))
            .map(|cookie| cookie.pair.as_str())
            .collect();
        if pairs.is_empty() { None } else { Some(pairs.join("; ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_host_and_site() {
        let mut cookies = Cookies::default();
        let api = Url::parse("https://api.example.com/").unwrap();
        cookies.set(&api, "session=1; HttpOnly; SameSite=Lax");
        cookies.set(&api, "open=1; SameSite=None; Secure");
        cookies.set(&api, "open=2; samesite=none; Secure");
        cookies.set(&api, "nonsense");
        let line = |page: &str, url: &str| cookies.line(&Page::at(page), &Url::parse(url).unwrap());
        let both = Some("session=1; open=2".to_owned());
        assert_eq!(line("https://app.example.com", "https://api.example.com:8443/a"), both);
        assert_eq!(line("https://app.other.example", api.as_str()).as_deref(), Some("open=2"));
        assert_eq!(line("https://app.example.com", "https://www.example.com/"), None);
    }
}
