//! "CORS-preflight cache": entries for each method and each header name, until they are too old.

use std::time::{Duration, Instant};

use super::safelist;
use crate::experiments::{Credentials, Sent};

/// What an entry is good for, besides the method or the header name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    origin: String,
    url: String,
    credentials: Credentials,
}

impl Key {
    /// The key for a request of a page of `origin`.
    pub(super) fn new(origin: &str, sent: &Sent) -> Self {
        Self { origin: origin.to_owned(), url: sent.url.clone(), credentials: sent.credentials }
    }
}

#[derive(Debug, Default)]
pub(super) struct PreflightCache {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    methods: Vec<String>,
    names: Vec<String>,
    until: Instant,
}

impl PreflightCache {
    /// Whether no preflight is needed any more.
    pub(super) fn covers(&self, key: &Key, method: &str, unsafe_names: &[String]) -> bool {
        let now = Instant::now();
        let mut entries = self.entries.iter().filter(|entry| entry.key == *key && entry.until > now);
        let wildcard =
            |list: &[String]| key.credentials != Credentials::Include && list.iter().any(|item| item == "*");
        entries.any(|entry| {
            (safelist::is_method(method)
                || entry.methods.iter().any(|known| known == method)
                || wildcard(&entry.methods))
                && unsafe_names.iter().all(|name| {
                    entry.names.iter().any(|known| known.eq_ignore_ascii_case(name)) || wildcard(&entry.names)
                })
        })
    }

    /// Keeps an answer for the seconds that `max_age` says: 5 where it says nothing readable.
    pub(super) fn remember(&mut self, key: Key, methods: &[String], names: &[String], max_age: Option<&str>) {
        let seconds = max_age.and_then(|text| text.parse().ok()).unwrap_or(5);
        let until = Instant::now() + Duration::from_secs(u64::min(seconds, MOST_SECONDS));
        self.entries.push(Entry { key, methods: methods.to_vec(), names: names.to_vec(), until });
    }
}

/// The cap of Chromium.
const MOST_SECONDS: u64 = 7200;

#[cfg(test)]
mod tests {
    use super::*;

    fn key(url: &str, credentials: Credentials) -> Key {
        Key { origin: "http://localhost:4400".to_owned(), url: url.to_owned(), credentials }
    }

    #[test]
    fn answers_for_the_same_url_credentials_method_and_names() {
        let mut cache = PreflightCache::default();
        let plain = || key("http://a/1", Credentials::SameOrigin);
        cache.remember(plain(), &["PUT".to_owned()], &["x-a".to_owned()], Some("600"));
        assert!(cache.covers(&plain(), "PUT", &["x-a".to_owned()]));
        assert!(cache.covers(&plain(), "GET", &[]));
        assert!(!cache.covers(&plain(), "DELETE", &[]));
        assert!(!cache.covers(&plain(), "PUT", &["x-b".to_owned()]));
        assert!(!cache.covers(&key("http://a/2", Credentials::SameOrigin), "PUT", &[]));
        assert!(!cache.covers(&key("http://a/1", Credentials::Include), "PUT", &[]));
    }

    #[test]
    fn zero_seconds_are_not_kept_and_nonsense_counts_as_five() {
        let mut cache = PreflightCache::default();
        let plain = || key("http://a/1", Credentials::SameOrigin);
        cache.remember(plain(), &["PUT".to_owned()], &[], Some("0"));
        assert!(!cache.covers(&plain(), "PUT", &[]));
        cache.remember(plain(), &["PUT".to_owned()], &[], Some("abc"));
        assert!(cache.covers(&plain(), "PUT", &[]));
    }
}
