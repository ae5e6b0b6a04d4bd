//! Why a request was refused, for logs and tests; never sent to anyone by itself.

use std::fmt;

use crate::{header_name, method, origin::Origin, policy::Policy};

/// Why a browser will not let the page have what it asked for.
///
/// Worked out for every refused request without allocation. [`Display`](fmt::Display) is one line in which no byte
/// of the request stands unescaped.
#[non_exhaustive]
#[derive(Debug, Clone, Copy)]
pub enum Refusal<'a> {
    /// The origin is none of the policy's.
    OriginNotAllowed(RefusedOrigin<'a>),
    /// The `Origin` is no serialised origin that a browser sends: too long, or with bytes that none has.
    MalformedOrigin {
        /// The value, whole; [`Escaped`] shortens it.
        origin: &'a [u8],
    },
    /// There is more than one `Origin` line.
    SeveralOrigins,
    /// The policy has `origins = runtime` and the program has not set any yet.
    OriginsNotSet,
    /// The preflight asks for a method that the policy does not name here. The browser refuses by the list.
    MethodNotAllowed {
        /// The requested method.
        requested: &'a [u8],
        /// The methods that the answer names, joined by `,`.
        allowed: &'a str,
    },
    /// The preflight asks for a header that the policy does not list. The browser refuses by the list.
    HeaderNotAllowed {
        /// The first such name.
        name: &'a [u8],
        /// The names that the answer lists, joined by `,`.
        allowed: &'a str,
    },
    /// The preflight asks for more header names than are looked at; see [`field_list`](crate::field_list).
    TooManyHeaders,
    /// No handler on this path has a policy for the requested method.
    NoPolicy {
        /// The requested method.
        requested: &'a [u8],
    },
    /// The origin is let in here, and what answers here passed the request on to where it is not.
    PassedOn,
}

/// The kind of a [`Refusal`]: the same for all requests, and short enough for a label.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// [`Refusal::OriginNotAllowed`]
    OriginNotAllowed,
    /// [`Refusal::MalformedOrigin`]
    MalformedOrigin,
    /// [`Refusal::SeveralOrigins`]
    SeveralOrigins,
    /// [`Refusal::OriginsNotSet`]
    OriginsNotSet,
    /// [`Refusal::MethodNotAllowed`]
    MethodNotAllowed,
    /// [`Refusal::HeaderNotAllowed`]
    HeaderNotAllowed,
    /// [`Refusal::TooManyHeaders`]
    TooManyHeaders,
    /// [`Refusal::NoPolicy`]
    NoPolicy,
    /// [`Refusal::PassedOn`]
    PassedOn,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 9] = [
        Self::OriginNotAllowed,
        Self::MalformedOrigin,
        Self::SeveralOrigins,
        Self::OriginsNotSet,
        Self::MethodNotAllowed,
        Self::HeaderNotAllowed,
        Self::TooManyHeaders,
        Self::NoPolicy,
        Self::PassedOn,
    ];

    /// The name, such as `origin-not-allowed`: for logs, labels and addresses. It does not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::MalformedOrigin => "malformed-origin",
            Self::SeveralOrigins => "several-origins",
            Self::OriginsNotSet => "origins-not-set",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
            Self::TooManyHeaders => "too-many-headers",
            Self::NoPolicy => "no-policy",
            Self::PassedOn => "passed-on",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'a> Refusal<'a> {
    /// Its kind.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::OriginNotAllowed(_) => Reason::OriginNotAllowed,
            Self::MalformedOrigin { .. } => Reason::MalformedOrigin,
            Self::SeveralOrigins => Reason::SeveralOrigins,
            Self::OriginsNotSet => Reason::OriginsNotSet,
            Self::MethodNotAllowed { .. } => Reason::MethodNotAllowed,
            Self::HeaderNotAllowed { .. } => Reason::HeaderNotAllowed,
            Self::TooManyHeaders => Reason::TooManyHeaders,
            Self::NoPolicy { .. } => Reason::NoPolicy,
            Self::PassedOn => Reason::PassedOn,
        }
    }

    /// The allowed origin that the refused one comes nearest to; see [`RefusedOrigin::nearest_miss`].
    #[must_use]
    pub fn nearest_miss(&self) -> Option<NearestMiss> {
        match self {
            Self::OriginNotAllowed(refused) => refused.nearest_miss(),
            _ => None,
        }
    }

    /// What to write in the policy if the request is to pass, where that is one thing, such as the header that is
    /// missing in `headers`. Whether it should pass is for the author of the policy to decide.
    ///
    /// Allocates.
    #[must_use]
    pub fn cure(&self) -> Option<String> {
        let shown = |text: &'a [u8]| std::str::from_utf8(text).ok().filter(|text| text.len() <= SHOWN);
        match self {
            Self::OriginNotAllowed(refused) => {
                let origin = shown(refused.origin)?;
                let origin = Origin::parse(origin).ok()?.as_str();
                Some(format!("add \"{origin}\" to `origins`"))
            }
            Self::MethodNotAllowed { requested, .. }
                if method::is_token(requested) && !method::is_forbidden(requested) =>
            {
                shown(requested).map(|method| format!("add {method} to `methods`"))
            }
            Self::HeaderNotAllowed { name, .. } if header_name::is_token(name) => {
                shown(name).map(|name| format!("add \"{}\" to `headers`", name.to_ascii_lowercase()))
            }
            Self::OriginsNotSet => Some("call `set_origins`".to_owned()),
            _ => None,
        }
    }
}

/// An origin that a policy does not allow.
#[derive(Clone, Copy)]
pub struct RefusedOrigin<'a> {
    origin: &'a [u8],
    policy: &'a Policy,
}

/// The allowed origin that comes nearest to a refused one, and the one thing in which they differ.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestMiss {
    difference: Difference,
    got: String,
    allowed: String,
}

/// In what a refused origin differs from an allowed one.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Upper case somewhere; a browser never sends it.
    Case,
    /// A `/` at the end; a browser never sends it.
    TrailingSlash,
    /// A `.` at the end of the host.
    TrailingDot,
    /// The port.
    Port,
    /// The scheme.
    Scheme,
    /// The host of a pattern without a subdomain in front of it.
    Apex,
    /// A subdomain of an allowed host.
    Subdomain,
}

/// How many listed origins are compared in the search for the nearest one.
const MAX_COMPARED: usize = 256;

impl<'a> RefusedOrigin<'a> {
    pub(crate) const fn new(origin: &'a [u8], policy: &'a Policy) -> Self {
        Self { origin, policy }
    }

    /// The value of the `Origin` header.
    #[must_use]
    pub const fn origin(&self) -> &'a [u8] {
        self.origin
    }

    /// The allowed origin that differs from this one in a single thing, if there is one among the first 256.
    ///
    /// Allocates: call it where the answer is read, not for every request. It names what is allowed, so it belongs
    /// in logs and not in answers.
    #[must_use]
    pub fn nearest_miss(&self) -> Option<NearestMiss> {
        let origin = std::str::from_utf8(self.origin).ok()?;
        let mut best: Option<NearestMiss> = None;
        self.policy.origins().each(MAX_COMPARED, &mut |allowed| {
            let Some((difference, got)) = difference(origin, allowed) else {
                return;
            };
            let better = best.as_ref().is_none_or(|best| difference < best.difference);
            if better {
                let allowed = match difference {
                    Difference::Port => split(allowed).map_or(allowed, |(_, _, port)| port),
                    Difference::Scheme => split(allowed).map_or(allowed, |(scheme, ..)| scheme),
                    _ => allowed,
                };
                best = Some(NearestMiss { difference, got: got.to_owned(), allowed: allowed.to_owned() });
            }
        });
        best
    }
}

impl fmt::Debug for RefusedOrigin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefusedOrigin({:?} by {:?})", Escaped(self.origin), self.policy.name())
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
}

impl fmt::Display for NearestMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (got, allowed) = (Escaped(self.got.as_bytes()), Escaped(self.allowed.as_bytes()));
        let named = |port: &str| if port.is_empty() { "none".to_owned() } else { port.to_owned() };
        match self.difference {
            Difference::Case => write!(f, "differs only in letter case from {allowed}"),
            Difference::TrailingSlash => write!(f, "differs only in the `/` at the end from {allowed}"),
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
            Difference::Apex => write!(f, "is the host itself, and {allowed} allows only names below it"),
            Difference::Subdomain => write!(f, "is a subdomain, and only {allowed} itself is allowed"),
        }
    }
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |allowed: &str| if allowed.is_empty() { "none".to_owned() } else { allowed.to_owned() };
        match self {
            Self::OriginNotAllowed(refused) => {
                write!(f, "origin {} is not allowed", Escaped(refused.origin))?;
                match refused.nearest_miss() {
                    Some(miss) => write!(f, ": it {miss}"),
                    None => Ok(()),
                }
            }
            Self::MalformedOrigin { origin } => {
                write!(f, "origin {} is not one that a browser sends", Escaped(origin))
            }
            Self::SeveralOrigins => f.write_str("the request has more than one Origin line"),
            Self::OriginsNotSet => {
                f.write_str("the origins of this policy are not set yet: call `set_origins`")
            }
            Self::MethodNotAllowed { requested, allowed } => {
                write!(f, "method {} is not allowed; allowed: {}", Escaped(requested), listed(allowed))
            }
            Self::HeaderNotAllowed { name, allowed } => {
                write!(f, "request header {} is not allowed; allowed: {}", Escaped(name), listed(allowed))
            }
            Self::TooManyHeaders => f.write_str("more request headers are asked for than are looked at"),
            Self::NoPolicy { requested } => {
                write!(f, "no handler on this path has a CORS policy for method {}", Escaped(requested))
            }
            Self::PassedOn => f.write_str("it was passed on to a handler that does not let its origin in"),
        }
    }
}

/// Bytes of a request in a form that is safe in a log: printable ASCII, the rest as `\xNN`, at most 80 bytes of
/// input, in quotes.
#[expect(clippy::exhaustive_structs, reason = "a wrapper and no more")]
#[derive(Clone, Copy)]
pub struct Escaped<'a>(pub &'a [u8]);

/// How many bytes of a request's text are shown.
const SHOWN: usize = 80;

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        let shown = self.0.get(..SHOWN).unwrap_or(self.0);
        for &byte in shown {
            match byte {
                b'"' | b'\\' => write!(f, "\\{}", char::from(byte))?,
                b' '..=b'~' => write!(f, "{}", char::from(byte))?,
                _ => write!(f, "\\x{byte:02x}")?,
            }
        }
        match self.0.len() - shown.len() {
            0 => f.write_str("\""),
            left => write!(f, "\" (and {left} bytes more)"),
        }
    }
}

impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// In what `origin` differs from the entry `allowed`, if only in one thing; and the part of `origin` that differs.
fn difference<'a>(origin: &'a str, allowed: &str) -> Option<(Difference, &'a str)> {
    if origin.eq_ignore_ascii_case(allowed) {
        return Some((Difference::Case, origin));
    }
    if origin.strip_suffix('/') == Some(allowed) {
        return Some((Difference::TrailingSlash, origin));
    }
    let (scheme, host, port) = split(origin)?;
    let (allowed_scheme, allowed_host, allowed_port) = split(allowed)?;
    let same_port = allowed_port == "*" || port == allowed_port;
    let base = allowed_host.strip_prefix("*.");
    let same_host = match base {
        Some(base) => host.strip_suffix(base).is_some_and(|front| front.len() > 1 && front.ends_with('.')),
        None => host == allowed_host,
    };
    let same_scheme = scheme == allowed_scheme;
    match (same_scheme, same_host, same_port) {
        (true, true, false) => Some((Difference::Port, port)),
        (false, true, true) => Some((Difference::Scheme, scheme)),
        // The default port goes with the scheme, so `http://a.example:3000` is not near `https://a.example`.
        (true, false, true) if base == Some(host) => Some((Difference::Apex, host)),
        (true, false, true) if host.strip_suffix('.') == Some(allowed_host) => {
            Some((Difference::TrailingDot, host))
        }
        (true, false, true)
            if base.is_none()
                && host
                    .strip_suffix(allowed_host)
                    .is_some_and(|front| front.len() > 1 && front.ends_with('.')) =>
        {
            Some((Difference::Subdomain, host))
        }
        _ => None,
    }
}

/// Scheme, host and port digits (`*` in a pattern, empty for none).
fn split(origin: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = origin.split_once("://")?;
    let from = rest.find(']').unwrap_or(0);
    let colon = rest.get(from..)?.find(':').map_or(rest.len(), |at| from + at);
    let (host, port) = rest.split_at(colon);
    Some((scheme, host, port.strip_prefix(':').unwrap_or(port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_misses() {
        let origins = [
            "https://app.example.com",
            "http://localhost:8080",
            "https://*.shop.example",
            "https://fixed.example:8443",
            "http://[::1]:3000",
        ];
        let policy = Policy::builder().origins(origins).build().unwrap();
        let cases = [
            ("http://app.example.com", "differs only in the scheme: \"http\", allowed is \"https\""),
            ("https://app.example.com:8443", "differs only in the port: 8443, allowed is none"),
            ("http://localhost:3000", "differs only in the port: 3000, allowed is 8080"),
            ("http://localhost", "differs only in the port: none, allowed is 8080"),
            ("http://[::1]:3001", "differs only in the port: 3001, allowed is 3000"),
            ("https://App.example.com", "differs only in letter case from \"https://app.example.com\""),
            (
                "https://app.example.com/",
                "differs only in the `/` at the end from \"https://app.example.com\"",
            ),
            (
                "https://app.example.com.",
                "differs only in the `.` at the end of the host from \"https://app.example.com\"",
            ),
            (
                "https://shop.example",
                "is the host itself, and \"https://*.shop.example\" allows only names below it",
            ),
            ("https://a.shop.example:444", "differs only in the port: 444, allowed is none"),
            (
                "https://x.app.example.com",
                "is a subdomain, and only \"https://app.example.com\" itself is allowed",
            ),
        ];
        for (origin, expected) in cases {
            let miss = RefusedOrigin::new(origin.as_bytes(), &policy).nearest_miss();
            assert_eq!(miss.map(|miss| miss.to_string()).as_deref(), Some(expected), "{origin}");
        }
        for far in [
            "https://evil.example",
            "https://evilapp.example.com",
            "null",
            "https://app.example.com.evil.net",
        ] {
            assert_eq!(RefusedOrigin::new(far.as_bytes(), &policy).nearest_miss(), None, "{far}");
        }
    }

    #[test]
    fn a_cure_is_one_thing_to_write() {
        let policy = Policy::builder().origins(["https://app.example.com"]).build().unwrap();
        let origin = |origin| Refusal::OriginNotAllowed(RefusedOrigin::new(origin, &policy));
        for (refusal, expected) in [
            (origin(b"https://admin.example.com"), Some("add \"https://admin.example.com\" to `origins`")),
            // What a policy could not name.
            (origin(b"https://App.example.com/"), None),
            (origin(b"null"), None),
            (Refusal::MethodNotAllowed { requested: b"PUT", allowed: "GET" }, Some("add PUT to `methods`")),
            (Refusal::MethodNotAllowed { requested: b"TRACE", allowed: "GET" }, None),
            (Refusal::MethodNotAllowed { requested: b"a b", allowed: "GET" }, None),
            (
                Refusal::HeaderNotAllowed { name: b"Content-Type", allowed: "" },
                Some("add \"content-type\" to `headers`"),
            ),
            (Refusal::HeaderNotAllowed { name: b"x\r\ny", allowed: "" }, None),
            (Refusal::HeaderNotAllowed { name: &[b'a'; 81], allowed: "" }, None),
            (Refusal::OriginsNotSet, Some("call `set_origins`")),
            (Refusal::SeveralOrigins, None),
        ] {
            assert_eq!(refusal.cure().as_deref(), expected, "{refusal}");
        }
    }

    #[test]
    fn reasons_have_names_of_their_own() {
        let mut names = Reason::ALL.map(Reason::as_str).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Reason::ALL.len());
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    }

    #[test]
    fn no_byte_of_a_request_is_shown_unescaped_or_without_end() {
        let odd = b"https://a\r\nset-cookie: x\x1b[31m\"\\\xff";
        let text = Refusal::MalformedOrigin { origin: odd }.to_string();
        assert_eq!(
            text,
            "origin \"https://a\\x0d\\x0aset-cookie: x\\x1b[31m\\\"\\\\\\xff\" is not one that a browser sends"
        );
        let long = vec![b'a'; 1 << 16];
        let text = Refusal::NoPolicy { requested: &long }.to_string();
        assert!(text.len() < 200 && text.ends_with("(and 65456 bytes more)"), "{text}");
    }
}
