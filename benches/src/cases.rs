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

/// What is served on the path, and under which policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Served {
    /// [`FOUR`] methods under one policy, which lists three of them.
    Four,
    /// [`SEVEN`] methods, each under a policy of its own.
    Seven,
}

/// Whom an answer names in `Access-Control-Allow-Origin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Allows {
    /// There is no such header.
    Nobody,
    /// `*`.
    Anybody,
    /// The origin of the request.
    Page,
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
    /// What is served.
    pub served: Served,
    /// Whether the policy lets the origin in.
    pub allowed: bool,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    NotCors,
    Actual(&'static str),
    Preflight { origin: &'static str, method: &'static str, names: Names },
    ActualDelete,
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

/// The methods that are served under one policy. The last one is not in its list.
pub const FOUR: [&str; 4] = ["GET", "PUT", "DELETE", "PATCH"];
/// The methods that are served under a policy each.
pub const SEVEN: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
/// The methods of a policy for several.
pub const METHODS: [&str; 3] = ["GET", "PUT", "DELETE"];
/// The request headers of every policy.
pub const HEADERS: [&str; 3] = ["authorization", "content-type", "x-request-id"];

/// All cases.
pub const CASES: [Case; 19] = [
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
    seven("seven-allowed", "7 policies, actual for the last", Kind::ActualDelete),
    seven("seven-preflight", "7 policies, preflight for the last", preflight(PAGE, "DELETE", Names::Three)),
];

const fn case(id: &'static str, title: &'static str, origins: Origins, allowed: bool, kind: Kind) -> Case {
    Case { id, title, origins, served: Served::Four, allowed, kind }
}

const fn seven(id: &'static str, title: &'static str, kind: Kind) -> Case {
    Case { id, title, origins: Origins::Exact(1), served: Served::Seven, allowed: true, kind }
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

    /// Whether the request has no origin.
    #[must_use]
    pub fn is_not_cors(&self) -> bool {
        self.kind == Kind::NotCors
    }

    /// Whom an answer names that is made by the policy.
    #[must_use]
    pub fn allows(&self) -> Allows {
        match self.origins {
            _ if !self.allowed => Allows::Nobody,
            Origins::Any => Allows::Anybody,
            _ => Allows::Page,
        }
    }

    /// The same of a library that refuses by a list itself, where others send the list and leave it to the browser.
    #[must_use]
    pub fn allows_unless_listed(&self) -> Allows {
        if self.is_refused_by_a_list() { Allows::Nobody } else { self.allows() }
    }

    /// Whether the list of methods refuses: the origin is let in.
    #[must_use]
    pub fn is_refused_by_methods(&self) -> bool {
        matches!(self.kind, Kind::Preflight { method, .. } if self.allowed && !METHODS.contains(&method))
    }

    /// Whether the browser refuses by a list of the answer: the origin is let in.
    #[must_use]
    pub fn is_refused_by_a_list(&self) -> bool {
        match self.kind {
            Kind::Preflight { names, .. } => {
                self.is_refused_by_methods() || (self.allowed && names == Names::Unlisted)
            }
            _ => false,
        }
    }

    /// The request, with the headers that a browser sends.
    #[must_use]
    pub fn request(&self) -> Request<()> {
        let mut request = Request::new(());
        let method = match self.kind {
            Kind::Preflight { .. } => Method::OPTIONS,
            Kind::ActualDelete => Method::DELETE,
            _ => Method::GET,
        };
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
            Kind::ActualDelete => add("origin", PAGE),
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
