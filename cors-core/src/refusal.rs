//! Why a request was refused, for logs and tests; never sent to anyone by itself.

use std::fmt;

use crate::{
    header_name, method,
    near_miss::{self, Search},
    origin::Origin,
    policy::Policy,
};

pub use crate::near_miss::{Difference, NearestMiss};

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

    /// The address of its section in the guide: what it means, where it comes from, what helps. It does not change.
    #[must_use]
    pub const fn guide(self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "docs/refusals.md#origin-not-allowed",
            Self::MalformedOrigin => "docs/refusals.md#malformed-origin",
            Self::SeveralOrigins => "docs/refusals.md#several-origins",
            Self::OriginsNotSet => "docs/refusals.md#origins-not-set",
            Self::MethodNotAllowed => "docs/refusals.md#method-not-allowed",
            Self::HeaderNotAllowed => "docs/refusals.md#header-not-allowed",
            Self::TooManyHeaders => "docs/refusals.md#too-many-headers",
            Self::NoPolicy => "docs/refusals.md#no-policy",
            Self::PassedOn => "docs/refusals.md#passed-on",
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

    /// What to write if the request is to pass, where that is one thing, such as the header that is missing in
    /// `headers`. Whether it should pass is for the author of the policy to decide.
    ///
    /// An origin that only looks like an allowed one is never offered, and none is where the list is too long to say.
    /// Allocates.
    #[must_use]
    pub fn cure(&self) -> Option<String> {
        let shown = |text: &'a [u8]| std::str::from_utf8(text).ok().filter(|text| text.len() <= SHOWN);
        match self {
            Self::OriginNotAllowed(refused) => {
                let origin = shown(refused.origin)?;
                let origin = Origin::parse(origin).ok()?.as_str();
                let Search { nearest, is_whole } = refused.search();
                let is_fit = match nearest.map(|miss| miss.difference()) {
                    // The page is to be opened by the name that is allowed.
                    Some(Difference::TrailingDot) => false,
                    Some(difference) => difference.is_mistake() && !difference.is_spelling(),
                    None => is_whole,
                };
                if !is_fit {
                    return None;
                }
                Some(format!("add \"{origin}\" to `origins`"))
            }
            Self::MethodNotAllowed { requested, allowed }
                if method::is_token(requested) && !method::is_forbidden(requested) =>
            {
                let requested = shown(requested)?;
                let listed = allowed.split(',').find(|listed| listed.eq_ignore_ascii_case(requested));
                Some(match listed {
                    Some(listed) => {
                        format!("write `method: \"{listed}\"` in the script: its letter case counts")
                    }
                    None => format!("add {requested} to `methods`"),
                })
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
        self.search().nearest
    }

    fn search(&self) -> Search {
        near_miss::search(self.origin, self.policy.origins())
    }

    /// Whether it is the origin of pages that have none of their own.
    fn is_opaque(&self) -> bool {
        self.origin == b"null"
    }
}

impl fmt::Debug for RefusedOrigin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefusedOrigin({:?} by {:?})", Escaped(self.origin), self.policy.name())
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
                    None if refused.is_opaque() => f.write_str(
                        ": pages in a sandboxed frame, local files and redirects to a third origin send it",
                    ),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{endpoint::Endpoint, request::RequestView};

    #[test]
    fn a_cure_is_one_thing_to_write() {
        let policy = Policy::builder().origins(["https://app.example.com"]).build().unwrap();
        let origin = |origin| Refusal::OriginNotAllowed(RefusedOrigin::new(origin, &policy));
        for (refusal, expected) in [
            (origin(b"https://admin.example.com"), Some("add \"https://admin.example.com\" to `origins`")),
            // What a policy could not name.
            (origin(b"https://App.example.com/"), None),
            (origin(b"null"), None),
            (origin(b"https://app.example.com."), None),
            (origin(b"https://app.example.com:443"), None),
            // What anybody can own.
            (origin(b"https://evilapp.example.com"), None),
            (origin(b"https://app.example.com.evil.net"), None),
            // What looks like a slip.
            (
                origin(b"https://app.example.com:8443"),
                Some("add \"https://app.example.com:8443\" to `origins`"),
            ),
            (origin(b"https://x.app.example.com"), Some("add \"https://x.app.example.com\" to `origins`")),
            (Refusal::MethodNotAllowed { requested: b"PUT", allowed: "GET" }, Some("add PUT to `methods`")),
            (
                Refusal::MethodNotAllowed { requested: b"patch", allowed: "PUT,PATCH" },
                Some("write `method: \"PATCH\"` in the script: its letter case counts"),
            ),
            (Refusal::MethodNotAllowed { requested: b"patch", allowed: "" }, Some("add patch to `methods`")),
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
    fn what_is_said_of_an_origin() {
        let endpoint =
            Endpoint::layer(Policy::builder().origins(["https://app.example.com"]).build().unwrap());
        let long = [b"https://app.example.com".as_slice(), &vec![b'a'; 1 << 16]].concat();
        let table: [(&[u8], &str); 13] = [
            (b"https://stranger.example", "origin \"https://stranger.example\" is not allowed"),
            (
                b"http://app.example.com",
                "origin \"http://app.example.com\" is not allowed: it differs only in the scheme: \"http\", allowed is \
                 \"https\"",
            ),
            (
                b"https://evilapp.example.com",
                "origin \"https://evilapp.example.com\" is not allowed: it only looks like \
                 \"https://app.example.com\", and is another host",
            ),
            (
                b"null",
                "origin \"null\" is not allowed: pages in a sandboxed frame, local files and redirects to a third \
                 origin send it",
            ),
            (b"", "origin \"\" is not one that a browser sends"),
            (b"NULL", "origin \"NULL\" is not one that a browser sends"),
            (b"app.example.com", "origin \"app.example.com\" is not one that a browser sends"),
            (
                b"https://app.example.com, https://b",
                "origin \"https://app.example.com, https://b\" is not one that a browser sends",
            ),
            (
                b"https://app.example.com\r\na: b",
                "origin \"https://app.example.com\\x0d\\x0aa: b\" is not one that a browser sends",
            ),
            (b"https://\x1b[31mapp", "origin \"https://\\x1b[31mapp\" is not one that a browser sends"),
            (
                b"https://app\xff.example.com",
                "origin \"https://app\\xff.example.com\" is not one that a browser sends",
            ),
            (
                "https://\u{430}pp.example.com".as_bytes(),
                "origin \"https://\\xd0\\xb0pp.example.com\" is not one that a browser sends",
            ),
            (
                &long,
                "origin \"https://app.example.comaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" (and 65479 \
                 bytes more) is not one that a browser sends",
            ),
        ];
        for (origin, expected) in table {
            let lines: &[(&str, &[u8])] = &[("origin", origin)];
            let view = RequestView::new("GET", &lines);
            let refusal = endpoint.decide(&view).refusal();
            assert_eq!(refusal.map(|refusal| refusal.to_string()).as_deref(), Some(expected));
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
