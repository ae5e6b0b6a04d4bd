//! The serialised origin: what a browser sends in `Origin`.
//!
//! Implements the grammar of [Fetch, "`Origin` header"](https://fetch.spec.whatwg.org/#origin-header) for one origin,
//! as strictly as browsers write it. `null` is not one.

use crate::{
    error::Violation,
    pattern::{OriginPattern, PortPattern},
    rules::origin,
};

/// A serialised origin: scheme, host and port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin<'a> {
    pattern: OriginPattern<'a>,
}

impl<'a> Origin<'a> {
    /// Reads a serialised origin.
    ///
    /// # Errors
    /// Every mistake in `text`, as of an entry of `origins`; a pattern is `origin-malformed` here. The findings are
    /// placed at the key `origins`.
    ///
    /// ```
    /// use cors_core::origin::Origin;
    ///
    /// let origin = Origin::parse("http://localhost:3000").expect("an origin");
    /// assert_eq!((origin.scheme(), origin.host(), origin.port()), ("http", "localhost", Some(3000)));
    /// assert!(Origin::parse("http://localhost:3000/").is_err());
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, Vec<Violation>> {
        let reading = origin::read_exact(text);
        match reading.pattern {
            Some(pattern) if reading.findings.is_empty() => Ok(Self { pattern }),
            _ => Err(reading.findings),
        }
    }

    /// The origin as it is sent.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.pattern.as_str()
    }

    /// The scheme, without `://`.
    #[must_use]
    pub const fn scheme(&self) -> &'a str {
        self.pattern.scheme()
    }

    /// The host; an IPv6 address with its brackets.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.pattern.host()
    }

    /// The port; `None` for the default one of the scheme, which is never written.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        match self.pattern.port() {
            PortPattern::Number(port) => Some(port),
            PortPattern::Default | PortPattern::Any => None,
        }
    }

    /// Whether it is this computer: `localhost`, a name below it, `127.0.0.0/8` or `[::1]`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.pattern.is_loopback()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_fall_into_their_parts() {
        let table = [
            ("https://a.example", "https", "a.example", None, false),
            ("http://a.example:443", "http", "a.example", Some(443), false),
            ("http://[::1]:3000", "http", "[::1]", Some(3000), true),
            ("http://127.0.0.1", "http", "127.0.0.1", None, true),
            ("tauri://localhost", "tauri", "localhost", None, true),
        ];
        for (text, scheme, host, port, loopback) in table {
            let origin = Origin::parse(text).expect(text);
            assert_eq!(
                (origin.scheme(), origin.host(), origin.port(), origin.is_loopback(), origin.as_str()),
                (scheme, host, port, loopback, text)
            );
        }
    }

    #[test]
    fn what_needs_an_opt_out_is_refused_here() {
        for (text, rule) in [
            ("https://a!b.example", "origin-host-odd-char"),
            ("https://xn--a.example", "origin-punycode-invalid"),
        ] {
            let findings = Origin::parse(text).expect_err(text);
            assert_eq!(findings.iter().map(|found| found.rule().id()).collect::<Vec<_>>(), [rule]);
        }
    }

    #[test]
    fn a_pattern_is_no_origin() {
        for text in ["https://*.a.example", "http://localhost:*"] {
            let findings = Origin::parse(text).expect_err(text);
            assert_eq!(
                findings.iter().map(|found| found.rule().id()).collect::<Vec<_>>(),
                ["origin-malformed"]
            );
            assert_eq!(findings[0].help(), "write the one origin that is meant");
        }
    }
}
