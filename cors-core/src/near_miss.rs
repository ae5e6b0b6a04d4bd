//! The allowed origin that comes nearest to a refused one, and in what the two differ.
//!
//! An origin is compared as a whole ([Fetch, "CORS check"](https://fetch.spec.whatwg.org/#concept-cors-check), step 4),
//! so one that differs in a single thing is refused like any other. Which thing it was is for the reader of a log: most
//! often it is a slip of the own team, and sometimes a host that was made to look like an own one.

use std::{cmp::Reverse, fmt, net::Ipv4Addr};

use crate::{host, origin_set::OriginSet, refusal::Escaped};

/// The allowed origin that comes nearest to a refused one, and the one thing in which they differ.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestMiss {
    difference: Difference,
    got: String,
    allowed: String,
    entry: String,
}

/// In what a refused origin differs from an allowed one.
///
/// The order is that of likeness: where several allowed origins are near, the least difference is told; among equal ones
/// that with the longest host, then an exact origin before a pattern, then the first in the list.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Difference {
    /// Upper case somewhere; a browser never sends it.
    Case,
    /// A `/` at the end; a browser never sends it.
    TrailingSlash,
    /// A path, a query or a fragment after it; a browser never sends one.
    Path,
    /// The default port of the scheme, written out; a browser never sends it.
    DefaultPort,
    /// A `.` at the end of the host.
    TrailingDot,
    /// The port.
    Port,
    /// The scheme.
    Scheme,
    /// Another name of this computer: `localhost`, `127.0.0.1` and `[::1]` are three origins.
    LoopbackName,
    /// The host of a pattern without a subdomain in front of it, or an allowed host without its `www.`.
    Apex,
    /// A subdomain of an allowed host.
    Subdomain,
    /// A host that holds the text of an allowed one and is another: `https://app.example.com.evil.net` and
    /// `https://evilapp.example.com` beside `https://app.example.com`.
    LookAlike,
}

impl Difference {
    /// The name, such as `trailing-slash`: for logs. It does not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::TrailingSlash => "trailing-slash",
            Self::Path => "path",
            Self::DefaultPort => "default-port",
            Self::TrailingDot => "trailing-dot",
            Self::Port => "port",
            Self::Scheme => "scheme",
            Self::LoopbackName => "loopback-name",
            Self::Apex => "apex",
            Self::Subdomain => "subdomain",
            Self::LookAlike => "look-alike",
        }
    }

    /// Whether it looks like a slip of the own team. [`LookAlike`](Self::LookAlike) does not: anybody can own such a
    /// host.
    #[must_use]
    pub const fn is_mistake(self) -> bool {
        !matches!(self, Self::LookAlike)
    }

    /// Whether no browser writes an origin like this, so that not the policy but the client is to be changed.
    pub(crate) const fn is_spelling(self) -> bool {
        matches!(self, Self::Case | Self::TrailingSlash | Self::Path | Self::DefaultPort)
    }
}

impl NearestMiss {
    /// In what they differ.
    #[must_use]
    pub const fn difference(&self) -> Difference {
        self.difference
    }

    /// The differing part of the refused origin.
    #[must_use]
    pub fn got(&self) -> &str {
        &self.got
    }

    /// The same part of the allowed one, or all of it.
    #[must_use]
    pub fn allowed(&self) -> &str {
        &self.allowed
    }

    /// All of the allowed one, as the policy lists it.
    #[must_use]
    pub fn entry(&self) -> &str {
        &self.entry
    }
}

impl fmt::Display for NearestMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (got, allowed) = (Escaped(self.got.as_bytes()), Escaped(self.allowed.as_bytes()));
        let named = |port: &str| if port.is_empty() { "none".to_owned() } else { port.to_owned() };
        match self.difference {
            Difference::Case => write!(f, "differs only in letter case from {allowed}"),
            Difference::TrailingSlash => write!(f, "differs only in the `/` at the end from {allowed}"),
            Difference::Path => write!(f, "differs only in the path {got} from {allowed}"),
            Difference::DefaultPort => {
                write!(f, "differs only in the default port, which browsers leave out, from {allowed}")
            }
            Difference::TrailingDot => {
                write!(f, "differs only in the `.` at the end of the host from {allowed}")
            }
            Difference::Port => {
                write!(
                    f,
                    "differs only in the port: {}, allowed is {}",
                    named(&self.got),
                    named(&self.allowed)
                )
            }
            Difference::Scheme => write!(f, "differs only in the scheme: {got}, allowed is {allowed}"),
            Difference::LoopbackName => {
                write!(f, "differs only in the name of this computer: {got}, allowed is {allowed}")
            }
            Difference::Apex if self.allowed.contains("://*.") => {
                write!(f, "is the host itself, and {allowed} allows only names below it")
            }
            Difference::Apex => write!(f, "differs only in the missing `www.` from {allowed}"),
            Difference::Subdomain => write!(f, "is a subdomain, and only {allowed} itself is allowed"),
            Difference::LookAlike => write!(f, "only looks like {allowed}, and is another host"),
        }
    }
}

/// What the search among the allowed origins came to.
pub(crate) struct Search {
    /// The nearest one.
    pub(crate) nearest: Option<NearestMiss>,
    /// Whether all were compared.
    pub(crate) is_whole: bool,
}

/// How many listed origins are compared in the search for the nearest one.
const MAX_COMPARED: usize = 256;

/// Looks for the nearest of `allowed` among its first 256.
pub(crate) fn search(origin: &[u8], allowed: &OriginSet) -> Search {
    let asked = std::str::from_utf8(origin).ok().and_then(Asked::new);
    let mut best: Option<(_, NearestMiss)> = None;
    let mut seen = 0;
    allowed.each(MAX_COMPARED + 1, &mut |text| {
        seen += 1;
        let (Some(asked), Some(entry)) = (&asked, Parts::of(text)) else {
            return;
        };
        if seen > MAX_COMPARED {
            return;
        }
        let Some((difference, got)) = asked.difference(&entry) else {
            return;
        };
        let rank = (difference, Reverse(entry.host.len()), entry.has_subdomains, seen);
        if best.as_ref().is_some_and(|(best, _)| *best < rank) {
            return;
        }
        let allowed = match difference {
            Difference::Port => entry.port,
            Difference::Scheme => entry.scheme,
            Difference::LoopbackName => entry.host,
            _ => text,
        };
        let (got, allowed, entry) = (got.to_owned(), allowed.to_owned(), text.to_owned());
        best = Some((rank, NearestMiss { difference, got, allowed, entry }));
    });
    Search { nearest: best.map(|(_, miss)| miss), is_whole: seen <= MAX_COMPARED }
}

/// Whether `entry`, an exact origin or a pattern, stands for `origin`, of which some entry is known to.
pub(crate) fn stands_for(entry: &str, origin: &[u8]) -> bool {
    let parts = std::str::from_utf8(origin).ok().and_then(Parts::of);
    entry.as_bytes() == origin
        || Parts::of(entry).zip(parts).is_some_and(|(entry, origin)| entry.allows(&origin))
}

/// A refused origin.
struct Asked<'a> {
    /// `None` where something stands in it that is in no origin.
    parts: Option<Parts<'a>>,
    /// How a browser would have written it if it meant this one, and the part that it writes differently.
    spellings: Vec<(Difference, String, &'a str)>,
    /// Everything between `://` and a path.
    written: &'a str,
    /// The same in lower case.
    authority: String,
    /// The host that a browser would ask, in lower case and without a `.` at the end.
    host: String,
}

impl<'a> Asked<'a> {
    fn new(origin: &'a str) -> Option<Self> {
        let (scheme, rest) = origin.split_once("://")?;
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (written, path) = rest.split_at(end);
        let mut spellings = Vec::new();
        let lower = origin.to_ascii_lowercase();
        if lower != origin {
            spellings.push((Difference::Case, lower, origin));
        }
        if path == "/" {
            spellings.push((Difference::TrailingSlash, format!("{scheme}://{written}"), origin));
        } else if !path.is_empty() {
            spellings.push((Difference::Path, format!("{scheme}://{written}"), path));
        }
        let parts = Parts::of(origin);
        if let Some(Parts { host, port, .. }) = &parts {
            if default_port(scheme) == Some(port) {
                spellings.push((Difference::DefaultPort, format!("{scheme}://{host}"), port));
            }
            if let Some(host) = host.strip_suffix('.') {
                let colon = if port.is_empty() { "" } else { ":" };
                spellings.push((Difference::TrailingDot, format!("{scheme}://{host}{colon}{port}"), host));
            }
        }
        let authority = written.to_ascii_lowercase();
        let host = authority.rsplit_once('@').map_or(authority.as_str(), |(_, host)| host);
        let host = host.get(..colon_of(host)).unwrap_or_default();
        let host = host.strip_suffix('.').unwrap_or(host).to_owned();
        Some(Self { parts, spellings, written, authority, host })
    }

    /// In what it differs from the entry, if only in one thing; and the part of it that differs.
    fn difference(&self, entry: &Parts<'_>) -> Option<(Difference, &'a str)> {
        let spelling = self
            .spellings
            .iter()
            .find(|(_, text, _)| Parts::of(text).is_some_and(|parts| entry.allows(&parts)));
        if let Some((difference, _, got)) = spelling {
            return Some((*difference, got));
        }
        if let Some(origin) = &self.parts {
            let same_scheme = origin.scheme == entry.scheme;
            let same_port = entry.has_port(origin.port);
            match (same_scheme, entry.has_host(origin.host), same_port) {
                (true, true, false) => return Some((Difference::Port, origin.port)),
                (false, true, true) => return Some((Difference::Scheme, origin.scheme)),
                // The default port goes with the scheme, so `http://a.example:3000` is not near `https://a.example`.
                (true, false, true) => {
                    if let Some(difference) = origin.differs_in_host(entry) {
                        return Some((difference, origin.host));
                    }
                }
                _ => {}
            }
        }
        self.looks_like(entry).then_some((Difference::LookAlike, self.written))
    }

    /// Whether the text of the entry's host stands in it, at the edge of a name, and it is none of the entry's own.
    fn looks_like(&self, entry: &Parts<'_>) -> bool {
        let (authority, host, allowed) = (self.authority.as_str(), self.host.as_str(), entry.host);
        let is_own = host == allowed || is_below(host, allowed);
        // One label, such as `api`, stands in many names; and the neighbour of an address is no look-alike.
        let is_telling = allowed.contains('.') || allowed == "localhost";
        if is_own || !is_telling || host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() {
            return false;
        }
        let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        host.replace('-', ".") == allowed.replace('-', ".")
            || authority.match_indices(allowed).any(|(from, _)| {
                let (before, after) = (from.checked_sub(1), from + allowed.len());
                let bytes = authority.as_bytes();
                is_edge(before.and_then(|at| bytes.get(at))) || is_edge(bytes.get(after))
            })
    }
}

/// An origin, or an entry of a policy, in its parts.
struct Parts<'a> {
    scheme: &'a str,
    /// Of an entry without its `*.`.
    host: &'a str,
    has_subdomains: bool,
    /// Digits, empty for none, `*` for any.
    port: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (host, port) = split_port(rest)?;
        if host.is_empty() || host.contains(['/', '?', '#', '\\', '@']) {
            return None;
        }
        let below = host.strip_prefix("*.");
        Some(Self { scheme, host: below.unwrap_or(host), has_subdomains: below.is_some(), port })
    }

    fn allows(&self, origin: &Parts<'_>) -> bool {
        self.scheme == origin.scheme && self.has_host(origin.host) && self.has_port(origin.port)
    }

    fn has_host(&self, host: &str) -> bool {
        if self.has_subdomains { is_below(host, self.host) } else { host == self.host }
    }

    fn has_port(&self, port: &str) -> bool {
        self.port == "*" || self.port == port
    }

    /// In what its host differs from that of an entry.
    fn differs_in_host(&self, entry: &Parts<'_>) -> Option<Difference> {
        let is_loopback_name = |host: &str| host::is_loopback(host) && !host.ends_with(".localhost");
        if entry.has_subdomains {
            (self.host == entry.host).then_some(Difference::Apex)
        } else if is_loopback_name(self.host) && is_loopback_name(entry.host) {
            Some(Difference::LoopbackName)
        } else if entry.host.strip_prefix("www.") == Some(self.host) {
            Some(Difference::Apex)
        } else {
            is_below(self.host, entry.host).then_some(Difference::Subdomain)
        }
    }
}

/// Whether `host` is one or more labels in front of `.base`.
fn is_below(host: &str, base: &str) -> bool {
    host.strip_suffix(base).is_some_and(|front| front.len() > 1 && front.ends_with('.'))
}

/// Host and port digits (`*` in a pattern, empty for none); `None` where the port is none.
fn split_port(authority: &str) -> Option<(&str, &str)> {
    let (host, port) = authority.split_at_checked(colon_of(authority))?;
    let Some(port) = port.strip_prefix(':') else {
        return Some((host, ""));
    };
    let is_port = port == "*" || ((1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit()));
    is_port.then_some((host, port))
}

/// Where the port begins, or the end; an IPv6 address has colons of its own.
fn colon_of(authority: &str) -> usize {
    let from = authority.find(']').unwrap_or(0);
    authority
        .bytes()
        .enumerate()
        .skip(from)
        .find(|(_, byte)| *byte == b':')
        .map_or(authority.len(), |(at, _)| at)
}

/// [URL, "special schemes"](https://url.spec.whatwg.org/#special-scheme).
fn default_port(scheme: &str) -> Option<&'static str> {
    match scheme {
        "http" => Some("80"),
        "https" => Some("443"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    /// The refused origin and what is said about it, `-` for nothing.
    fn assert_near(origins: &[&str], table: &[(&str, &str)]) {
        let policy = Policy::builder().origins(origins.iter().copied()).build().unwrap();
        for (origin, expected) in table {
            assert!(!policy.origins().matches(origin.as_bytes()), "{origin} is allowed");
            let nearest = search(origin.as_bytes(), policy.origins()).nearest;
            let text = nearest.as_ref().map_or("-".to_owned(), ToString::to_string);
            assert_eq!(&text, expected, "{origin} beside {origins:?}");
            let is_mistake = nearest.map(|miss| miss.difference().is_mistake());
            assert_eq!(is_mistake == Some(false), expected.starts_with("only looks like"), "{origin}");
        }
    }

    #[test]
    fn near_an_exact_origin() {
        assert_near(
            &["https://app.example.com"],
            &[
                ("http://app.example.com", "differs only in the scheme: \"http\", allowed is \"https\""),
                (
                    "capacitor://app.example.com",
                    "differs only in the scheme: \"capacitor\", allowed is \"https\"",
                ),
                ("https://app.example.com:8443", "differs only in the port: 8443, allowed is none"),
                ("https://app.example.com:80", "differs only in the port: 80, allowed is none"),
                (
                    "https://app.example.com:443",
                    "differs only in the default port, which browsers leave out, from \"https://app.example.com\"",
                ),
                ("https://App.Example.com", "differs only in letter case from \"https://app.example.com\""),
                ("HTTPS://app.example.com", "differs only in letter case from \"https://app.example.com\""),
                (
                    "https://app.example.com/",
                    "differs only in the `/` at the end from \"https://app.example.com\"",
                ),
                (
                    "https://app.example.com/login?next=a",
                    "differs only in the path \"/login?next=a\" from \"https://app.example.com\"",
                ),
                (
                    "https://app.example.com//",
                    "differs only in the path \"//\" from \"https://app.example.com\"",
                ),
                (
                    "https://app.example.com#top",
                    "differs only in the path \"#top\" from \"https://app.example.com\"",
                ),
                (
                    "https://app.example.com.",
                    "differs only in the `.` at the end of the host from \"https://app.example.com\"",
                ),
                (
                    "https://x.app.example.com",
                    "is a subdomain, and only \"https://app.example.com\" itself is allowed",
                ),
                (
                    "https://a.b.app.example.com",
                    "is a subdomain, and only \"https://app.example.com\" itself is allowed",
                ),
                // Two things at once are not near.
                ("http://app.example.com:8080", "-"),
                ("https://App.example.com/", "-"),
                ("http://x.app.example.com", "-"),
                ("https://x.app.example.com.:1", "-"),
                // Other hosts, of the same team or not.
                ("https://www.example.com", "-"),
                ("https://example.com", "-"),
                ("https://app.example.org", "-"),
                ("https://admin.example.com", "-"),
                ("https://evil.example", "-"),
                // No origins.
                ("null", "-"),
                ("", "-"),
                ("app.example.com", "-"),
                ("//app.example.com", "-"),
                ("https:app.example.com", "-"),
                ("https://", "-"),
                ("https://:443", "-"),
                ("https://app.example.com:", "-"),
                ("https://app.example.com:x", "-"),
                ("https://app.example.com:123456", "-"),
                ("https://evil.net/app.example.com", "-"),
                ("https://me@app.example.com", "-"),
                ("https://app.example.com:443@app.example.com", "-"),
                ("https://app.example.com:443.evil.net", "-"),
            ],
        );
    }

    #[test]
    fn look_alikes_are_other_hosts() {
        let app = "only looks like \"https://app.example.com\", and is another host";
        let alike = [
            "https://evilapp.example.com",
            "https://evil-app.example.com",
            "http://evilapp.example.com:8080",
            "https://app.example.com.evil.net",
            "https://app.example.com.evil.net:8443",
            "https://APP.example.com.evil.net",
            "https://app.example.com-evil.net",
            "https://app.example.com.evil.net.",
            "https://app.example.community",
            "https://www.app.example.com.evil.net",
            "https://app.example.com@evil.net",
            "https://app.example.com:443@evil.net",
            "https://app.example.com.evil.net/login",
            "https://app-example.com",
            "https://x-app.example.com-x.evil.net",
        ];
        assert_near(&["https://app.example.com"], &alike.map(|origin| (origin, app)));
        let any = "only looks like \"https://*.example.com\", and is another host";
        let alike = [
            "https://evilexample.com",
            "https://example.com-evil.net",
            "https://example.com.evil.net",
            "https://a.example.com.evil.net",
            "https://a.evilexample.com",
        ];
        assert_near(&["https://*.example.com"], &alike.map(|origin| (origin, any)));
        assert_near(
            &["https://t.co", "http://localhost:3000", "http://10.0.0.1", "http://api"],
            &[
                ("https://evilt.co", "only looks like \"https://t.co\", and is another host"),
                ("https://microsoft.com", "-"),
                (
                    "http://localhost.evil.net:3000",
                    "only looks like \"http://localhost:3000\", and is another host",
                ),
                ("http://10.0.0.1.evil.net", "only looks like \"http://10.0.0.1\", and is another host"),
                ("http://10.0.0.12", "-"),
                ("http://api.partner.example", "-"),
            ],
        );
    }

    #[test]
    fn near_a_pattern() {
        assert_near(
            &["https://*.shop.example", "http://*.localhost:*"],
            &[
                (
                    "https://shop.example",
                    "is the host itself, and \"https://*.shop.example\" allows only names below it",
                ),
                (
                    "http://localhost:3000",
                    "is the host itself, and \"http://*.localhost:*\" allows only names below it",
                ),
                ("http://a.shop.example", "differs only in the scheme: \"http\", allowed is \"https\""),
                ("https://a.localhost:3000", "differs only in the scheme: \"https\", allowed is \"http\""),
                ("https://a.shop.example:444", "differs only in the port: 444, allowed is none"),
                ("https://A.shop.example", "differs only in letter case from \"https://*.shop.example\""),
                (
                    "https://a.shop.example/",
                    "differs only in the `/` at the end from \"https://*.shop.example\"",
                ),
                (
                    "https://a.shop.example.",
                    "differs only in the `.` at the end of the host from \"https://*.shop.example\"",
                ),
                // A `*.` stands for no empty label and for no such character; nothing else is wrong with it.
                ("https://a..shop.example", "-"),
                ("https://a!b.shop.example", "-"),
            ],
        );
    }

    #[test]
    fn names_of_this_computer_are_three_origins() {
        assert_near(
            &["http://localhost:3000"],
            &[
                (
                    "http://127.0.0.1:3000",
                    "differs only in the name of this computer: \"127.0.0.1\", allowed is \"localhost\"",
                ),
                (
                    "http://[::1]:3000",
                    "differs only in the name of this computer: \"[::1]\", allowed is \"localhost\"",
                ),
                ("http://localhost:8080", "differs only in the port: 8080, allowed is 3000"),
                ("http://localhost", "differs only in the port: none, allowed is 3000"),
                ("https://localhost:3000", "differs only in the scheme: \"https\", allowed is \"http\""),
                (
                    "http://app.localhost:3000",
                    "is a subdomain, and only \"http://localhost:3000\" itself is allowed",
                ),
                // Another computer, and two things at once.
                ("http://192.168.0.7:3000", "-"),
                ("http://127.0.0.1:8080", "-"),
            ],
        );
        assert_near(
            &["http://[::1]:3000", "http://127.0.0.1:*"],
            &[
                ("http://[::1]:3001", "differs only in the port: 3001, allowed is 3000"),
                ("https://[::1]:3000", "differs only in the scheme: \"https\", allowed is \"http\""),
                (
                    "http://localhost:5173",
                    "differs only in the name of this computer: \"localhost\", allowed is \"127.0.0.1\"",
                ),
                (
                    "http://localhost:3000",
                    "differs only in the name of this computer: \"localhost\", allowed is \"127.0.0.1\"",
                ),
                ("http://[::2]:3000", "-"),
            ],
        );
    }

    #[test]
    fn the_nearest_of_several() {
        assert_near(
            &[
                "https://*.example.com",
                "https://www.example.net",
                "https://example.net:8443",
                "http://admin.example.com",
                "http://localhost:8080",
                "http://localhost:9090",
                "https://example.org",
                "https://app.example.org",
                "https://[2001:db8::1]",
            ],
            &[
                // The exact host before the pattern.
                ("https://admin.example.com:8443", "differs only in the port: 8443, allowed is none"),
                ("http://shop.example.com", "differs only in the scheme: \"http\", allowed is \"https\""),
                // The port before the `www.`.
                ("https://example.net", "differs only in the port: none, allowed is 8443"),
                ("https://www.example.net:8443", "differs only in the port: 8443, allowed is none"),
                // The first in the list.
                ("http://localhost:3000", "differs only in the port: 3000, allowed is 8080"),
                // The longest host.
                (
                    "https://a.app.example.org",
                    "is a subdomain, and only \"https://app.example.org\" itself is allowed",
                ),
                (
                    "https://evilapp.example.org",
                    "is a subdomain, and only \"https://example.org\" itself is allowed",
                ),
                (
                    "https://app.example.org.evil.net",
                    "only looks like \"https://app.example.org\", and is another host",
                ),
                ("https://[2001:db8::1]:8443", "differs only in the port: 8443, allowed is none"),
                ("https://[2001:DB8::1]", "differs only in letter case from \"https://[2001:db8::1]\""),
                ("https://[2001:db8::2]", "-"),
            ],
        );
        assert_near(
            &["https://www.example.net"],
            &[("https://example.net", "differs only in the missing `www.` from \"https://www.example.net\"")],
        );
    }

    #[test]
    fn the_order_of_likeness_is_the_stated_one() {
        let policy = Policy::builder().origins(["https://*.example.com", "https://admin.example.com:1"]);
        let policy = policy.build().unwrap();
        let nearest = search(b"https://admin.example.com:8443", policy.origins()).nearest;
        assert_eq!(nearest.map(|miss| miss.allowed().to_owned()).as_deref(), Some("1"), "the longest host");
    }

    #[test]
    fn bytes_of_no_origin_are_near_to_nothing() {
        let long = "https://app.example.com".repeat(3000);
        assert!(long.len() > 1 << 16);
        let policy = Policy::builder().origins(["https://app.example.com"]).build().unwrap();
        for odd in [b"https://app.example.com\xff".as_slice(), b"\r\n", b"\x1b[31m", &vec![0; 1 << 16]] {
            assert_eq!(search(odd, policy.origins()).nearest, None);
        }
        // Whatever is near is shown escaped and cut.
        for odd in ["https://app.example.com/\r\nset-cookie: a\x1b[31m", long.as_str()] {
            let Some(nearest) = search(odd.as_bytes(), policy.origins()).nearest else {
                continue;
            };
            let text = nearest.to_string();
            assert!(text.len() < 300 && text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{text}");
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let origins = |count: usize| (0..count).map(|n| format!("https://{n}.example.com"));
        for (count, is_whole) in [(1, true), (256, true), (257, false)] {
            let policy = Policy::builder().origins(origins(count)).build().unwrap();
            assert_eq!(search(b"https://stranger.example", policy.origins()).is_whole, is_whole, "{count}");
        }
    }
}
