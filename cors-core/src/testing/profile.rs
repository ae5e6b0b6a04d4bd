//! The standard, and where three engines leave it.

use std::time::Duration;

use super::safelist::is_safelisted_request_header;

/// Which browser a [`Browser`](super::Browser) is: the Fetch standard to the letter, or an engine with its known
/// differences.
///
/// The engines were recorded on 2026-11-22 over HTTP/1.1 on Linux.
///
/// | difference | Chromium | Firefox | WebKit |
/// |---|---|---|---|
/// | `*` in Access-Control-Allow-Headers covers `authorization` | yes | yes | yes |
/// | client hints set by script (`dpr`, `save-data`, ..) | no preflight | as the standard | as the standard |
/// | `user-agent` set by script | dropped | as the standard | as the standard |
/// | `accept` with a byte above 0x7F | as the standard | preflight | as the standard |
/// | Access-Control-Max-Age `-1` | not kept | not kept | not kept |
/// | other Access-Control-Max-Age that is no number | 5 seconds | not kept | 5 seconds |
/// | preflights answered with `*` | kept | asked again | kept |
/// | the request fails its check after a preflight | preflight kept | forgotten | preflight kept |
/// | longest time a preflight is kept | 7,200 s | 86,400 s | 600 s |
/// | `authorization` after a redirect to a third origin | dropped | dropped, after a preflight | dropped, after a preflight that names it |
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    name: &'static str,
    differences: &'static [Difference],
    pub(super) redirected_authorization: RedirectedAuthorization,
    pub(super) preflights: PreflightsKept,
}

/// Where an engine leaves the standard, in things that are so or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difference {
    /// `*` in the list of a preflight covers `authorization`.
    WildcardCoversAuthorization,
    /// Client hints are sent without asking.
    FreeClientHints,
    /// A script cannot set `user-agent`.
    OwnUserAgent,
    /// `accept` with a byte above 0x7F is asked for.
    AsksForHighBytes,
}

/// How an engine's preflight cache works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PreflightsKept {
    /// The longest time.
    pub(super) most: Duration,
    /// What a max-age that starts with `-` counts as.
    pub(super) negative: Duration,
    /// What another one that is no number counts as.
    pub(super) unreadable: Duration,
    /// Whether `*` in a list is kept as everything.
    pub(super) wildcard: bool,
    /// Whether they outlive a failed check of the request itself.
    pub(super) failure: bool,
}

/// What happens to `authorization` on the way to a third origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RedirectedAuthorization {
    /// It is dropped.
    Dropped,
    /// It is dropped, but a preflight from the page's own origin comes first.
    AskedAsPage,
    /// It is dropped, but a preflight that names it comes first.
    AskedByName,
}

impl Profile {
    /// The Fetch standard of 2026-07-02.
    #[must_use]
    pub const fn fetch_standard() -> Self {
        Self {
            name: "Fetch standard of 2026-07-02",
            differences: &[],
            redirected_authorization: RedirectedAuthorization::Dropped,
            preflights: PreflightsKept {
                // The standard leaves the limit to the browser; no engine keeps one longer than Firefox.
                most: Duration::from_secs(86_400),
                negative: UNREADABLE,
                unreadable: UNREADABLE,
                wildcard: true,
                failure: false,
            },
        }
    }

    /// Chromium, recorded with version 156.0.8078.79.
    #[must_use]
    pub const fn chromium() -> Self {
        Self {
            name: "Chromium 156.0.8078.79",
            differences: &[
                Difference::WildcardCoversAuthorization,
                Difference::FreeClientHints,
                Difference::OwnUserAgent,
            ],
            preflights: PreflightsKept {
                most: Duration::from_secs(7200),
                negative: Duration::ZERO,
                unreadable: UNREADABLE,
                wildcard: true,
                failure: true,
            },
            ..Self::fetch_standard()
        }
    }

    /// Firefox, recorded with version ESR 153.7.0.
    #[must_use]
    pub const fn firefox() -> Self {
        Self {
            name: "Firefox ESR 153.7.0",
            differences: &[Difference::WildcardCoversAuthorization, Difference::AsksForHighBytes],
            redirected_authorization: RedirectedAuthorization::AskedAsPage,
            preflights: PreflightsKept {
                most: Duration::from_secs(86_400),
                negative: Duration::ZERO,
                unreadable: Duration::ZERO,
                wildcard: false,
                failure: false,
            },
        }
    }

    /// WebKit, recorded with `WebKitGTK` 2.50.6, which stands in for Safari.
    #[must_use]
    pub const fn webkit() -> Self {
        Self {
            name: "WebKitGTK 2.50.6",
            differences: &[Difference::WildcardCoversAuthorization],
            redirected_authorization: RedirectedAuthorization::AskedByName,
            preflights: PreflightsKept {
                most: Duration::from_secs(600),
                negative: Duration::ZERO,
                unreadable: UNREADABLE,
                wildcard: true,
                failure: true,
            },
        }
    }

    /// The standard and the three engines, for a test that asks all of them.
    #[must_use]
    pub const fn all() -> [Self; 4] {
        [Self::fetch_standard(), Self::chromium(), Self::firefox(), Self::webkit()]
    }

    /// Name and version of what it was recorded on.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether a header that a script sets reaches the request at all; forbidden ones are dropped before.
    pub(super) fn sends(&self, name: &str) -> bool {
        !self.has(Difference::OwnUserAgent) || !name.eq_ignore_ascii_case("user-agent")
    }

    /// Whether a header needs a preflight.
    pub(super) fn asks_for(&self, name: &str, value: &[u8]) -> bool {
        if self.has(Difference::FreeClientHints)
            && CLIENT_HINTS.iter().any(|hint| name.eq_ignore_ascii_case(hint))
        {
            return false;
        }
        let high = name.eq_ignore_ascii_case("accept")
            && !value.is_ascii()
            && self.has(Difference::AsksForHighBytes);
        high || !is_safelisted_request_header(name, value)
    }

    /// Whether `*` in the list of a preflight covers a header, without credentials.
    pub(super) fn wildcard_covers(&self, name: &str) -> bool {
        // "CORS non-wildcard request-header name"; engines do not heed it (whatwg/fetch#1919).
        self.has(Difference::WildcardCoversAuthorization) || !name.eq_ignore_ascii_case("authorization")
    }

    fn has(&self, difference: Difference) -> bool {
        self.differences.contains(&difference)
    }
}

/// Fetch, "CORS-preflight fetch", step 7.9: a max-age that is missing or no number.
pub(super) const UNREADABLE: Duration = Duration::from_secs(5);
const CLIENT_HINTS: [&str; 8] =
    ["device-memory", "downlink", "dpr", "ect", "rtt", "save-data", "viewport-width", "width"];
