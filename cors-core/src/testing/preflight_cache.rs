//! The CORS-preflight cache: entries for each method and each header name, until they are too old.
//!
//! Implements [Fetch, "CORS-preflight cache"](https://fetch.spec.whatwg.org/#cors-preflight-cache).

use std::time::Duration;

use super::{profile::Profile, values::trimmed};

/// What an entry is good for, besides the method or the header name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) origin: String,
    pub(super) url: String,
    pub(super) with_credentials: bool,
}

/// The preflights of one browser that are still good.
#[derive(Debug, Clone, Default)]
pub(super) struct PreflightCache {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    key: Key,
    what: What,
    until: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Method(String),
    /// In lower case.
    Name(String),
}

impl PreflightCache {
    /// "Method cache entry match".
    pub(super) fn has_method(&self, now: Duration, key: &Key, method: &str) -> bool {
        self.any(now, key, |what| match what {
            What::Method(known) => known == method || is_wildcard(known, key),
            What::Name(_) => false,
        })
    }

    /// "Header-name cache entry match", for a name in lower case.
    pub(super) fn has_name(&self, now: Duration, key: &Key, profile: &Profile, name: &str) -> bool {
        self.any(now, key, |what| match what {
            What::Name(known) => known == name || (is_wildcard(known, key) && profile.wildcard_covers(name)),
            What::Method(_) => false,
        })
    }

    /// Keeps an answer for as long as the browser believes it.
    pub(super) fn keep(
        &mut self,
        now: Duration,
        key: &Key,
        profile: &Profile,
        (methods, names): (&[String], &[String]),
        max_age: Option<&[u8]>,
    ) {
        let age = age(profile, max_age);
        let methods = methods.iter().cloned().map(What::Method);
        for what in methods.chain(names.iter().map(|name| What::Name(name.to_ascii_lowercase()))) {
            let wildcard = matches!(&what, What::Method(item) | What::Name(item) if item == "*");
            if wildcard && !profile.preflights.wildcard {
                continue;
            }
            self.entries.retain(|entry| entry.key != *key || entry.what != what);
            self.entries.push(Entry { key: key.clone(), what, until: now.saturating_add(age) });
        }
    }

    /// "Clear cache entries".
    pub(super) fn forget(&mut self, key: &Key) {
        self.entries.retain(|entry| entry.key.origin != key.origin || entry.key.url != key.url);
    }

    fn any(&self, now: Duration, key: &Key, fits: impl Fn(&What) -> bool) -> bool {
        self.entries.iter().any(|entry| entry.until > now && entry.key == *key && fits(&entry.what))
    }
}

/// With credentials `*` is a name like any other.
fn is_wildcard(item: &str, key: &Key) -> bool {
    item == "*" && !key.with_credentials
}

/// How long an answer is kept; `max_age` is the combined value of `Access-Control-Max-Age`.
fn age(profile: &Profile, max_age: Option<&[u8]>) -> Duration {
    let kept = &profile.preflights;
    let Some(text) = max_age.map(trimmed) else {
        return super::profile::UNREADABLE;
    };
    let age = match text {
        [] => kept.unreadable,
        // Digits that no number holds are a long time.
        _ if text.iter().all(u8::is_ascii_digit) => std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse().ok())
            .map_or(kept.most, Duration::from_secs),
        [b'-', ..] => kept.negative,
        _ => kept.unreadable,
    };
    age.min(kept.most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(url: &str, with_credentials: bool) -> Key {
        Key { origin: "http://localhost:4400".to_owned(), url: url.to_owned(), with_credentials }
    }

    fn strings(items: &[&str]) -> Vec<String> {
        items.iter().map(|&item| item.to_owned()).collect()
    }

    fn kept(profile: &Profile, methods: &[&str], names: &[&str], max_age: Option<&str>) -> PreflightCache {
        let mut cache = PreflightCache::default();
        let lists = (&strings(methods)[..], &strings(names)[..]);
        cache.keep(Duration::ZERO, &key("http://a/1", false), profile, lists, max_age.map(str::as_bytes));
        cache
    }

    #[test]
    fn entries_belong_to_url_and_credentials() {
        let standard = Profile::fetch_standard();
        let cache = kept(&standard, &["PUT"], &["X-A"], Some("600"));
        let plain = key("http://a/1", false);
        assert!(cache.has_method(Duration::ZERO, &plain, "PUT"));
        assert!(!cache.has_method(Duration::ZERO, &plain, "DELETE"));
        assert!(cache.has_name(Duration::ZERO, &plain, &standard, "x-a"));
        assert!(!cache.has_name(Duration::ZERO, &plain, &standard, "x-b"));
        assert!(!cache.has_method(Duration::ZERO, &key("http://a/2", false), "PUT"));
        assert!(!cache.has_method(Duration::ZERO, &key("http://a/1", true), "PUT"));
    }

    /// The table of BROWSERS, "Preflight cache": seconds for which each profile keeps an answer.
    #[test]
    fn ages() {
        let seconds = |profile: Profile, text| age(&profile, text).as_secs();
        for (text, standard, chromium, firefox, webkit) in [
            (None, 5, 5, 5, 5),
            (Some("0"), 0, 0, 0, 0),
            (Some("5"), 5, 5, 5, 5),
            (Some(" 60 "), 60, 60, 60, 60),
            (Some("-1"), 5, 0, 0, 0),
            (Some("abc"), 5, 5, 0, 5),
            (Some("10.5"), 5, 5, 0, 5),
            (Some("+600"), 5, 5, 0, 5),
            (Some("\"600\""), 5, 5, 0, 5),
            (Some("600, 600"), 5, 5, 0, 5),
            (Some("100000"), 86_400, 7200, 86_400, 600),
            (Some("99999999999999999999999"), 86_400, 7200, 86_400, 600),
        ] {
            let bytes = text.map(str::as_bytes);
            assert_eq!(seconds(Profile::fetch_standard(), bytes), standard, "{text:?}");
            assert_eq!(seconds(Profile::chromium(), bytes), chromium, "{text:?}");
            assert_eq!(seconds(Profile::firefox(), bytes), firefox, "{text:?}");
            assert_eq!(seconds(Profile::webkit(), bytes), webkit, "{text:?}");
        }
    }

    #[test]
    fn wildcards_are_kept_but_not_by_firefox() {
        let plain = key("http://a/1", false);
        for (profile, known) in [(Profile::chromium(), true), (Profile::firefox(), false)] {
            let cache = kept(&profile, &["*"], &["*"], Some("600"));
            assert_eq!(cache.has_method(Duration::ZERO, &plain, "PUT"), known);
            assert_eq!(cache.has_name(Duration::ZERO, &plain, &profile, "x-a"), known);
        }
        let standard = Profile::fetch_standard();
        let cache = kept(&standard, &["*"], &["*"], None);
        assert!(!cache.has_name(Duration::ZERO, &plain, &standard, "authorization"));
        assert!(!cache.has_method(Duration::from_secs(5), &plain, "PUT"));
    }
}
