//! Sets of allowed origins, and the match of one `Origin` value against them.
//!
//! A value is compared as a whole, byte by byte, and never split at a comma, a space or a `*` that it contains
//! ([Fetch, "CORS check"](https://fetch.spec.whatwg.org/#concept-cors-check), step 4).

use arc_swap::ArcSwapOption;

use crate::{
    plan::OriginPlan,
    table::{self, Form, PatternIndex, SchemeHash},
    text::{Bytes, Texts},
};

/// The longest `Origin` value that can match: scheme 64, `://`, host 253, `:`, port 5.
pub const MAX_ORIGIN_LEN: usize = 326;

/// The longest host (RFC 1035, section 2.3.4, without the root's length byte).
const MAX_HOST_LEN: usize = 253;

/// The longest label (RFC 1035, section 2.3.4).
const MAX_LABEL_LEN: usize = 63;

/// The origins that a policy allows.
///
/// Any origin; or exact origins, patterns and perhaps the text `null`; or such a set that the program replaces
/// while requests run.
#[derive(Debug)]
pub struct OriginSet(Kind);

#[derive(Debug)]
enum Kind {
    Any,
    Listed(OriginTable),
    Runtime { fixed: OriginTable, live: ArcSwapOption<Live> },
}

/// What the program set last.
#[derive(Debug)]
pub(crate) enum Live {
    Any,
    Listed(OriginTable),
}

/// What one look-up says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every origin is allowed.
    Any,
    /// This one is.
    Allowed,
    /// It is not.
    Refused,
    /// The origins are the program's to set, and it has not set them yet.
    NotSet,
}

impl OriginSet {
    pub(crate) const fn any() -> Self {
        Self(Kind::Any)
    }

    pub(crate) const fn listed(table: OriginTable) -> Self {
        Self(Kind::Listed(table))
    }

    pub(crate) const fn runtime(fixed: OriginTable) -> Self {
        Self(Kind::Runtime { fixed, live: ArcSwapOption::const_empty() })
    }

    /// Whether this very value of an `Origin` header is allowed.
    ///
    /// Takes no lock and allocates nothing. Every value is allowed where any origin is, also one that is no
    /// origin.
    #[must_use]
    pub fn matches(&self, origin: &[u8]) -> bool {
        matches!(self.verdict(origin), Verdict::Any | Verdict::Allowed)
    }

    /// Whether every origin is allowed, now and later, so that the answer is the constant `*`.
    #[must_use]
    pub const fn is_any(&self) -> bool {
        matches!(self.0, Kind::Any)
    }

    /// Whether the program sets the origins (`origins = runtime`).
    #[must_use]
    pub const fn is_runtime(&self) -> bool {
        matches!(self.0, Kind::Runtime { .. })
    }

    #[inline]
    pub(crate) fn verdict(&self, origin: &[u8]) -> Verdict {
        match &self.0 {
            Kind::Any => Verdict::Any,
            Kind::Listed(table) => table.verdict(origin),
            Kind::Runtime { fixed, live } => live_verdict(fixed, live, origin),
        }
    }

    /// Calls `see` with each listed text (`null` included) until it breaks or `limit` texts were seen.
    pub(crate) fn each(&self, limit: usize, see: &mut dyn FnMut(&str)) {
        let mut left = limit;
        let mut table = |table: &OriginTable| {
            let null = table.null.then_some("null");
            for text in null.into_iter().chain(table.exact.iter()).chain(table.patterns.iter()).take(left) {
                see(text);
                left -= 1;
            }
        };
        match &self.0 {
            Kind::Any => {}
            Kind::Listed(listed) => table(listed),
            Kind::Runtime { fixed, live } => {
                if let Some(Live::Listed(listed)) = live.load().as_deref() {
                    table(listed);
                }
                table(fixed);
            }
        }
    }

    /// Replaces what the program set; `false` where the origins of this set are fixed.
    pub(crate) fn replace(&self, origins: Live) -> bool {
        match &self.0 {
            Kind::Runtime { live, .. } => {
                live.store(Some(std::sync::Arc::new(origins)));
                true
            }
            Kind::Any | Kind::Listed(_) => false,
        }
    }
}

// What is long or rare is not in line, so that the rest can be.
#[inline(never)]
fn live_verdict(fixed: &OriginTable, live: &ArcSwapOption<Live>, origin: &[u8]) -> Verdict {
    // One load: a request sees the set before a replacement or the set after it, never both.
    let live = live.load();
    match live.as_deref() {
        Some(Live::Any) => Verdict::Any,
        Some(Live::Listed(table)) if table.matches(origin) => Verdict::Allowed,
        Some(Live::Listed(_)) => fixed.verdict(origin),
        None if fixed.matches(origin) => Verdict::Allowed,
        None => Verdict::NotSet,
    }
}

/// Exact origins, patterns and perhaps `null`, with their index tables.
#[derive(Debug)]
pub struct OriginTable {
    exact: Texts,
    exact_index: Bytes,
    patterns: Texts,
    pattern_index: Bytes,
    null: bool,
}

impl OriginTable {
    pub(crate) const fn from_static(
        exact: &'static [&'static str],
        exact_index: &'static [u8],
        patterns: &'static [&'static str],
        pattern_index: &'static [u8],
        null: bool,
    ) -> Self {
        Self {
            exact: Texts::Static(exact),
            exact_index: Bytes::Static(exact_index),
            patterns: Texts::Static(patterns),
            pattern_index: Bytes::Static(pattern_index),
            null,
        }
    }

    #[inline]
    fn verdict(&self, origin: &[u8]) -> Verdict {
        if self.matches(origin) { Verdict::Allowed } else { Verdict::Refused }
    }

    #[inline]
    fn matches(&self, origin: &[u8]) -> bool {
        // First of all the length: nothing below looks at more bytes than an origin can have.
        if origin.len() > MAX_ORIGIN_LEN {
            return false;
        }
        self.matches_exact(origin) || ((self.null || !self.patterns.is_empty()) && self.matches_more(origin))
    }

    /// What few policies have: `null` and patterns.
    #[inline(never)]
    fn matches_more(&self, origin: &[u8]) -> bool {
        if origin == b"null" { self.null } else { !self.patterns.is_empty() && self.matches_pattern(origin) }
    }

    #[inline]
    fn matches_exact(&self, origin: &[u8]) -> bool {
        let index = self.exact_index.as_slice();
        if index.is_empty() { self.exact.contains(origin) } else { self.matches_indexed(index, origin) }
    }

    #[inline(never)]
    fn matches_indexed(&self, index: &[u8], origin: &[u8]) -> bool {
        table::candidates(index, table::exact_hash(origin))
            .any(|entry| self.exact.nth(entry).is_some_and(|text| text.as_bytes() == origin))
    }

    fn matches_pattern(&self, origin: &[u8]) -> bool {
        let Some(origin) = Split::new(origin) else {
            return false;
        };
        match PatternIndex::new(self.pattern_index.as_slice()) {
            Some(index) => origin.matches_indexed(index, &self.patterns),
            None => self.patterns.iter().any(|pattern| origin.matches(pattern)),
        }
    }
}

impl From<OriginPlan> for OriginTable {
    fn from(plan: OriginPlan) -> Self {
        Self {
            exact: plan.exact.into(),
            exact_index: plan.exact_index.into(),
            patterns: plan.patterns.into(),
            pattern_index: plan.pattern_index.into(),
            null: plan.null,
        }
    }
}

/// The value of an `Origin` header in the parts that patterns look at.
///
/// The host may hold anything, also a `:`: what a `*.` stands for is checked where it matters, the rest is compared
/// byte by byte.
#[derive(Debug, Clone, Copy)]
struct Split<'a> {
    scheme: &'a [u8],
    /// The host, and the port behind it.
    authority: &'a [u8],
    host: &'a [u8],
    /// `:8443`, or empty.
    port: &'a [u8],
}

impl<'a> Split<'a> {
    fn new(origin: &'a [u8]) -> Option<Self> {
        let colon = origin.iter().position(|&byte| byte == b':')?;
        let (scheme, rest) = origin.split_at(colon);
        let authority = rest.strip_prefix(b"://")?;
        // From the end, where a port is told by few bytes.
        let digits = authority.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let before = authority.len() - digits;
        let is_port = authority.get(..before).is_some_and(|front| front.ends_with(b":"));
        let (host, port) = authority.split_at(if is_port { before - 1 } else { authority.len() });
        let plain = !host.is_empty() && host.len() <= MAX_HOST_LEN && is_canonical_port(scheme, port);
        plain.then_some(Self { scheme, authority, host, port })
    }

    /// Compares with one pattern, as it is written in the policy.
    fn matches(&self, pattern: &str) -> bool {
        let Some(rest) =
            pattern.as_bytes().strip_prefix(self.scheme).and_then(|rest| rest.strip_prefix(b"://"))
        else {
            return false;
        };
        // A pattern's own port stays in `rest` where the request has none, and then equals no host.
        let Some(rest) = rest.strip_suffix(b":*").or_else(|| rest.strip_suffix(self.port)) else {
            return false;
        };
        match rest.strip_prefix(b"*.") {
            Some(base) => self
                .host
                .strip_suffix(base)
                .and_then(|front| front.strip_suffix(b"."))
                .is_some_and(are_labels),
            None => rest == self.host,
        }
    }

    /// Looks for what stands behind each dot of the host, and for the whole host, where a pattern has this length.
    fn matches_indexed(&self, index: PatternIndex<'_>, patterns: &Texts) -> bool {
        let scheme = SchemeHash::new(self.scheme);
        let finds = |form, tail: &[u8]| {
            let mut entries = index.candidates(scheme.pattern(form, tail));
            entries.any(|entry| patterns.nth(entry).is_some_and(|pattern| self.is(pattern, form, tail)))
        };
        let own_port = index.lengths(Form::Subdomains);
        let any_port = index.lengths(Form::SubdomainsAnyPort);
        for (at, _) in self.host.iter().enumerate().rev().filter(|(_, byte)| **byte == b'.') {
            let (front, from) = (self.host.get(..at).unwrap_or_default(), at + 1);
            let length = self.host.len() - from;
            let tail = |text: &'a [u8]| text.get(from..).unwrap_or_default();
            let found = (own_port.may_have(length) && finds(Form::Subdomains, tail(self.authority)))
                || (any_port.may_have(length) && finds(Form::SubdomainsAnyPort, tail(self.host)));
            if found && are_labels(front) {
                return true;
            }
        }
        index.lengths(Form::AnyPort).may_have(self.host.len()) && finds(Form::AnyPort, self.host)
    }

    /// Whether `pattern` is this scheme, `*.` if its form has that, `tail`, and `:*` if its form has that.
    fn is(&self, pattern: &str, form: Form, tail: &[u8]) -> bool {
        let rest = pattern.as_bytes().strip_prefix(self.scheme).and_then(|rest| rest.strip_prefix(b"://"));
        let rest = match form {
            Form::Subdomains => rest.and_then(|rest| rest.strip_prefix(b"*.")),
            Form::SubdomainsAnyPort => {
                rest.and_then(|rest| rest.strip_prefix(b"*.")).and_then(|rest| rest.strip_suffix(b":*"))
            }
            Form::AnyPort => rest.and_then(|rest| rest.strip_suffix(b":*")),
        };
        rest == Some(tail)
    }
}

/// Whether `port` is empty, or `:` and 1 to 65535 in canonical form and not the scheme's default written out.
fn is_canonical_port(scheme: &[u8], port: &[u8]) -> bool {
    let Some((colon, digits)) = port.split_first() else {
        return true;
    };
    if *colon != b':' || digits.is_empty() || digits.len() > 5 || digits.first() == Some(&b'0') {
        return false;
    }
    let mut number = 0_u32;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return false;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    // URL standard, "special schemes".
    let default = match scheme {
        b"http" => 80,
        b"https" => 443,
        _ => 0,
    };
    number <= 65_535 && number != default
}

/// Whether this is one or more labels of 1 to 63 bytes of `[a-z0-9_-]`.
fn are_labels(text: &[u8]) -> bool {
    text.split(|&byte| byte == b'.').all(|label| {
        !label.is_empty()
            && label.len() <= MAX_LABEL_LEN
            && label.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
    })
}

#[cfg(test)]
mod tests {
    use crate::{builder::PolicyBuilder, policy::Policy};

    #[test]
    fn a_long_list_matches_what_a_short_one_matches() {
        let own = [
            "https://*.a.example",
            "https://*.a.example:8443",
            "http://*.b.a.example:*",
            "http://localhost:*",
            "http://[::1]:*",
        ];
        let filler: Vec<String> = (0..100).map(|n| format!("https://*.{n}.filler.example")).collect();
        let all = own.into_iter().chain(filler.iter().map(String::as_str));
        let set = |builder: PolicyBuilder| builder.build().unwrap();
        let (short, long) = (set(Policy::builder().origins(own)), set(Policy::builder().origins(all)));
        let hosts = [
            "a.example",
            "x.a.example",
            "y.x.a.example",
            "b.a.example",
            "x.b.a.example",
            "localhost",
            "x.localhost",
            "[::1]",
            "[::2]",
            "::1",
            "[::1",
            ".a.example",
            "x..a.example",
            "X.a.example",
            "x:y.a.example",
            "x.a.example.",
            "",
        ];
        let ports =
            ["", ":", ":1", ":8443", ":80", ":443", ":08443", ":65536", ":123456", ":1:8443", ":8443x", ":*"];
        let mut matched = 0;
        for scheme in ["https", "http", "htt", ""] {
            for (host, port) in hosts.iter().flat_map(|host| ports.iter().map(move |port| (host, port))) {
                let origin = format!("{scheme}://{host}{port}");
                let [short, long] = [&short, &long].map(|policy| policy.origins().matches(origin.as_bytes()));
                assert_eq!(short, long, "{origin}");
                matched += usize::from(long);
            }
        }
        // 4 hosts with 2 ports below `https://*.a.example`, then `x.b.a.example`, `localhost` and `[::1]` over `http` with
        // no port, 1, 8443 and 443.
        assert_eq!(matched, 8 + 12);
    }
}
