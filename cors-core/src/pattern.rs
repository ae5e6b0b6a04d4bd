//! The pattern language: which origins one entry of a policy stands for.
//!
//! | entry | stands for |
//! |---|---|
//! | `https://a.example` | this origin |
//! | `https://*.a.example` | one or more labels of `a-z`, `0-9`, `-`, `_` in front of `.a.example`; not `a.example` itself |
//! | `http://localhost:*` | every port of this host, also the default one |
//! | `http://*.localhost:*` | both |
//!
//! There are no regular expressions and no other wildcards. Whether `any` or `null` is allowed is not said by patterns.

use crate::{error::Violation, host, rules::origin};

/// One entry of `origins`: an exact origin, or a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginPattern<'a> {
    text: &'a str,
    scheme: &'a str,
    host: &'a str,
    subdomains: bool,
    port: PortPattern,
}

/// The port of an [`OriginPattern`].
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortPattern {
    /// No port is written: the default one of the scheme.
    Default,
    /// This port.
    Number(u16),
    /// `*`: no port, or any port.
    Any,
}

impl<'a> OriginPattern<'a> {
    /// Reads an entry.
    ///
    /// # Errors
    /// Every mistake in `text`: the rules about origins that can never match, and the words `*` and `null`, which are
    /// no patterns. The findings are placed at the key `origins`.
    ///
    /// ```
    /// use cors_core::pattern::{OriginPattern, PortPattern};
    ///
    /// let pattern = OriginPattern::parse("https://*.example.com:8443").expect("a pattern");
    /// assert_eq!((pattern.scheme(), pattern.host()), ("https", "example.com"));
    /// assert_eq!(pattern.port(), PortPattern::Number(8443));
    ///
    /// let findings = OriginPattern::parse("https://Example.com/").expect_err("two mistakes");
    /// assert_eq!(findings.len(), 2);
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, Vec<Violation>> {
        let reading = origin::read(text);
        match reading.pattern {
            Some(pattern) if reading.findings.is_empty() => Ok(pattern),
            _ => Err(reading.findings),
        }
    }

    /// Puts a pattern together; what it is made of has been checked by `rules::origin`.
    pub(crate) const fn new(
        text: &'a str,
        scheme: &'a str,
        (subdomains, host): (origin::Subdomains, &'a str),
        port: PortPattern,
    ) -> Self {
        Self { text, scheme, host, subdomains: matches!(subdomains, origin::Subdomains::Any), port }
    }

    /// The entry as written.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// The scheme, without `://`.
    #[must_use]
    pub const fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The host, without `*.`; an IPv6 address with its brackets.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> PortPattern {
        self.port
    }

    /// Whether it stands for the names below [`host`](Self::host) instead of the host itself.
    #[must_use]
    pub const fn has_subdomains(&self) -> bool {
        self.subdomains
    }

    /// Whether it stands for one origin only.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        !self.subdomains && !matches!(self.port, PortPattern::Any)
    }

    /// Whether it stands for this computer only: `localhost`, names below it, `127.0.0.0/8` or `[::1]`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        host::is_loopback(self.host)
    }

    /// Whether every origin that `other` stands for is one that this entry stands for.
    #[must_use]
    pub fn covers(&self, other: &OriginPattern<'_>) -> bool {
        let same_port = self.port == PortPattern::Any || self.port == other.port;
        let same_host = self.subdomains == other.subdomains && self.host == other.host;
        let below = self.subdomains
            && other.host.strip_suffix(self.host).is_some_and(|labels| {
                labels.strip_suffix('.').is_some_and(|labels| labels.split('.').all(is_covered_label))
            });
        self.scheme == other.scheme && same_port && (same_host || below)
    }
}

/// Whether a `*.` stands for `label`, or for a part of it that is several labels.
fn is_covered_label(label: &str) -> bool {
    (1..=host::LONGEST_LABEL).contains(&label.len())
        && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> OriginPattern<'_> {
        OriginPattern::parse(text).expect(text)
    }

    #[test]
    fn entries_fall_into_their_parts() {
        let table = [
            ("https://a.example", "https", "a.example", false, PortPattern::Default),
            ("https://a.example:80", "https", "a.example", false, PortPattern::Number(80)),
            ("https://*.a.example", "https", "a.example", true, PortPattern::Default),
            ("http://localhost:*", "http", "localhost", false, PortPattern::Any),
            ("http://*.localhost:*", "http", "localhost", true, PortPattern::Any),
            ("http://[::1]:3000", "http", "[::1]", false, PortPattern::Number(3000)),
            ("http://[::1]:*", "http", "[::1]", false, PortPattern::Any),
            ("my.app+x-1://host", "my.app+x-1", "host", false, PortPattern::Default),
        ];
        for (text, scheme, host, subdomains, port) in table {
            let pattern = pattern(text);
            assert_eq!(
                (
                    pattern.scheme(),
                    pattern.host(),
                    pattern.has_subdomains(),
                    pattern.port(),
                    pattern.as_str()
                ),
                (scheme, host, subdomains, port, text)
            );
            assert_eq!(pattern.is_exact(), !text.contains('*'), "{text}");
        }
    }

    #[test]
    fn what_needs_an_opt_out_is_refused_here() {
        let findings = OriginPattern::parse("https://a!b.example").expect_err("an odd character");
        assert_eq!(
            findings.iter().map(|found| found.rule().id()).collect::<Vec<_>>(),
            ["origin-host-odd-char"]
        );
    }

    #[test]
    fn any_and_null_are_no_patterns() {
        for (text, rule) in [("*", "wildcard-any-host"), ("null", "null-origin")] {
            let findings = OriginPattern::parse(text).expect_err(text);
            assert_eq!(findings.iter().map(|found| found.rule().id()).collect::<Vec<_>>(), [rule]);
        }
    }

    #[test]
    fn patterns_cover_what_they_stand_for() {
        let table = [
            ("https://*.a.example", "https://b.a.example", true),
            ("https://*.a.example", "https://c.b.a.example", true),
            ("https://*.a.example", "https://*.b.a.example", true),
            ("https://*.a.example", "https://*.a.example", true),
            ("https://*.a.example", "https://a.example", false),
            ("https://*.a.example", "https://ba.example", false),
            ("https://*.a.example", "http://b.a.example", false),
            ("https://*.a.example", "https://b.a.example:8443", false),
            ("https://*.a.example:*", "https://b.a.example:8443", true),
            ("https://*.a.example:*", "https://b.a.example", true),
            ("https://a.example:*", "https://a.example", true),
            ("https://a.example:*", "https://*.a.example", false),
            ("https://a.example", "https://a.example:*", false),
            ("https://a.example", "https://a.example", true),
        ];
        for (wide, narrow, covers) in table {
            assert_eq!(pattern(wide).covers(&pattern(narrow)), covers, "{wide} covers {narrow}");
        }
    }
}
