//! The requests and the policies.

use http::{HeaderName, HeaderValue, Method, Request};

/// Which origins a policy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origins {
    /// So many exact ones, the last of which is [`PAGE`].
    Exact(usize),
    /// So many patterns, the last of which covers [`SUBDOMAIN`].
    Patterns(usize),
    /// All.
    Any,
}

/// One request under one policy.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Case {
    /// For a command line.
    pub id: &'static str,
    /// For a reader.
    pub title: &'static str,
    /// The policy's origins; all else is the same everywhere.
    pub origins: Origins,
    /// Whether the answer names the origin, or `*`.
    pub allowed: bool,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    NotCors,
    Actual(&'static str),
    Preflight { origin: &'static str, method: &'static str, names: Names },
    ManyLines,
    LongOrigin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Three,
    Unlisted,
    EightKib,
}

/// The page of the policy.
pub const PAGE: &str = "https://app.example.com";
/// A page below the pattern.
pub const SUBDOMAIN: &str = "https://shop.eu.tenants.example.com";
const STRANGER: &str = "https://stranger.example.com";

/// The methods of every policy.
pub const METHODS: [&str; 3] = ["GET", "PUT", "DELETE"];
/// The request headers of every policy.
pub const HEADERS: [&str; 3] = ["authorization", "content-type", "x-request-id"];

/// All cases.
pub const CASES: [Case; 17] = [
    case("not-cors", "not CORS", Origins::Exact(1), false, Kind::NotCors),
    case("allowed", "actual, allowed", Origins::Exact(1), true, Kind::Actual(PAGE)),
    case(
        "allowed-pattern",
        "actual, allowed by a pattern",
        Origins::Patterns(1),
        true,
        Kind::Actual(SUBDOMAIN),
    ),
    case("allowed-any", "actual, any origin", Origins::Any, true, Kind::Actual(PAGE)),
    case("refused", "actual, refused", Origins::Exact(1), false, Kind::Actual(STRANGER)),
    case("preflight", "preflight, 3 headers", Origins::Exact(1), true, preflight(PAGE, "PUT", Names::Three)),
    case(
        "preflight-origin",
        "preflight, origin refused",
        Origins::Exact(1),
        false,
        preflight(STRANGER, "PUT", Names::Three),
    ),
    case(
        "preflight-method",
        "preflight, method not listed",
        Origins::Exact(1),
        true,
        preflight(PAGE, "PATCH", Names::Three),
    ),
    case(
        "preflight-header",
        "preflight, header not listed",
        Origins::Exact(1),
        true,
        preflight(PAGE, "PUT", Names::Unlisted),
    ),
    case("hundred-hit", "100 origins, the last", Origins::Exact(100), true, Kind::Actual(PAGE)),
    case("hundred-miss", "100 origins, none", Origins::Exact(100), false, Kind::Actual(STRANGER)),
    case("many-hit", "10,000 origins, the last", Origins::Exact(10_000), true, Kind::Actual(PAGE)),
    case("many-miss", "10,000 origins, none", Origins::Exact(10_000), false, Kind::Actual(STRANGER)),
    case(
        "patterns-hit",
        "10,000 patterns, the last",
        Origins::Patterns(10_000),
        true,
        Kind::Actual(SUBDOMAIN),
    ),
    case(
        "long-names",
        "preflight, 8 KiB of names",
        Origins::Exact(1),
        true,
        preflight(PAGE, "PUT", Names::EightKib),
    ),
    case("many-lines", "actual, 1,000 header lines", Origins::Exact(1), true, Kind::ManyLines),
    case("long-origin", "actual, an Origin of 64 KiB", Origins::Exact(1), false, Kind::LongOrigin),
];

const fn case(id: &'static str, title: &'static str, origins: Origins, allowed: bool, kind: Kind) -> Case {
    Case { id, title, origins, allowed, kind }
}

const fn preflight(origin: &'static str, method: &'static str, names: Names) -> Kind {
    Kind::Preflight { origin, method, names }
}

impl Case {
    /// Whether the request is a preflight.
    #[must_use]
    pub const fn is_preflight(&self) -> bool {
        matches!(self.kind, Kind::Preflight { .. })
    }

    /// Whether the browser refuses by a list of the answer: the origin is let in.
    #[must_use]
    pub fn is_refused_by_a_list(&self) -> bool {
        match self.kind {
            Kind::Preflight { method, names, .. } => {
                self.allowed && (!METHODS.contains(&method) || names == Names::Unlisted)
            }
            _ => false,
        }
    }

    /// The request, with the headers that a browser sends.
    #[must_use]
    pub fn request(&self) -> Request<()> {
        let mut request = Request::new(());
        let method = if self.is_preflight() { Method::OPTIONS } else { Method::GET };
        *request.method_mut() = method;
        *request.uri_mut() = "/orders".parse().expect("a path");
        let mut add = |name: &'static str, value: &str| {
            let value = HeaderValue::from_str(value).expect("a value");
            request.headers_mut().append(HeaderName::from_static(name), value);
        };
        for (name, value) in BROWSER {
            add(name, value);
        }
        match self.kind {
            Kind::NotCors => {}
            Kind::Actual(origin) => add("origin", origin),
            Kind::Preflight { origin, method, names } => {
                add("origin", origin);
                add("access-control-request-method", method);
                add(
                    "access-control-request-headers",
                    &match names {
                        Names::Three => HEADERS.join(","),
                        Names::Unlisted => "authorization,content-type,x-unknown".to_owned(),
                        Names::EightKib => "x-request-id,".repeat(630) + "x-request-id",
                    },
                );
            }
            Kind::ManyLines => {
                for _ in 0..1000 {
                    add("x-filler", "tea");
                }
                add("origin", PAGE);
            }
            Kind::LongOrigin => add("origin", &format!("https://{}.example.com", "a".repeat(64 * 1024))),
        }
        request
    }
}

impl Origins {
    /// As a policy writes them; `*` for all.
    #[must_use]
    pub fn entries(self) -> Vec<String> {
        match self {
            Self::Any => vec!["*".to_owned()],
            Self::Exact(count) => (1..count)
                .map(|n| format!("https://tenant-{n}.example.com"))
                .chain([PAGE.to_owned()])
                .collect(),
            Self::Patterns(count) => (1..count)
                .map(|n| format!("https://*.tenant-{n}.example.com"))
                .chain(["https://*.tenants.example.com".to_owned()])
                .collect(),
        }
    }
}

/// What a browser sends with every request.
const BROWSER: [(&str, &str); 8] = [
    ("host", "api.example.com"),
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"),
    ("accept", "*/*"),
    ("accept-language", "en-US,en;q=0.5"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("referer", "https://app.example.com/"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-site", "same-site"),
];
