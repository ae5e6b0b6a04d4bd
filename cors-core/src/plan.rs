//! What a checked specification comes to: finished texts and tables.
//!
//! The one step between an author's words and a policy. The macro prints a [`Plan`] as tokens, the builder makes a
//! policy of it, so that the two cannot disagree.

use crate::{
    spec::{MaxAgeSpec, OnRefused, OriginsSpec, PolicySpec},
    table::{self, Key},
};

/// The finished texts and tables of one policy.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who is allowed.
    pub origins: OriginsPlan,
    /// Who is allowed where `debug_assertions` are on; the same as [`origins`](Self::origins) without
    /// `dev_origins`.
    pub debug_origins: OriginsPlan,
    /// The methods, joined by `,`: `None` for those of the route, `*` for any.
    pub methods: Option<String>,
    /// The request header names in lower case, joined by `,`; empty for none.
    pub headers: String,
    /// Whether the requested header names are answered instead of a list.
    pub mirror_headers: bool,
    /// The exposed response header names in lower case, joined by `,`; empty for none.
    pub expose_headers: String,
    /// Whether credentials are allowed.
    pub credentials: bool,
    /// Seconds as decimal digits; empty where the key was left out.
    pub max_age: String,
    /// The status of a preflight answer.
    pub preflight_status: u16,
    /// What happens to refused actual requests.
    pub on_refused: OnRefused,
    /// The API's own origin; empty where the key was left out.
    pub public_origin: String,
    /// Accepted opt-outs: rule id and reason.
    pub dangers: Vec<(&'static str, String)>,
}

/// Who is allowed.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginsPlan {
    /// Any origin: the constant answer `*`.
    Any,
    /// These.
    Listed(OriginPlan),
    /// These, and what the program sets.
    Runtime(OriginPlan),
}

/// A set of origins with its index tables.
#[non_exhaustive]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OriginPlan {
    /// Exact origins, without duplicates, in the author's order.
    pub exact: Vec<String>,
    /// The index over them; empty for few.
    pub exact_index: Vec<u8>,
    /// Patterns, without duplicates, in the author's order.
    pub patterns: Vec<String>,
    /// The index over them; empty for few.
    pub pattern_index: Vec<u8>,
    /// Whether the text `null` is allowed.
    pub null: bool,
}

impl Plan {
    /// The plan of a specification in which [`rules::check`](crate::rules::check) found nothing that refuses it.
    ///
    /// Of any other specification it makes a plan that is well-formed but not meant to be used.
    #[must_use]
    pub fn from_spec(spec: &PolicySpec) -> Self {
        let dev = spec.dev_origins.as_deref().unwrap_or_default();
        let mirror_headers = spec.danger.iter().any(|danger| danger.word == "mirror_request_headers");
        Self {
            origins: OriginsPlan::from_spec(&spec.origins, &[]),
            debug_origins: OriginsPlan::from_spec(&spec.origins, dev),
            methods: spec.methods.as_deref().map(|methods| join(methods, str::to_owned)),
            headers: header_list(spec.headers.as_deref().unwrap_or_default()),
            mirror_headers,
            expose_headers: header_list(spec.expose_headers.as_deref().unwrap_or_default()),
            credentials: spec.credentials,
            max_age: max_age_digits(spec.max_age.as_ref()),
            preflight_status: spec
                .preflight_status
                .and_then(|status| u16::try_from(status).ok())
                .unwrap_or(204),
            on_refused: spec.on_refused,
            public_origin: spec.public_origin.clone().unwrap_or_default(),
            dangers: spec
                .danger
                .iter()
                .filter_map(|danger| {
                    Some((crate::rules::find_word(&danger.word)?.id(), danger.reason.clone()))
                })
                .collect(),
        }
    }
}

impl OriginsPlan {
    fn from_spec(origins: &OriginsSpec, dev: &[String]) -> Self {
        match origins {
            OriginsSpec::List(items) if items.iter().any(|item| item == "*") => Self::Any,
            OriginsSpec::List(items) => Self::Listed(OriginPlan::new(items.iter().chain(dev))),
            OriginsSpec::Unset => Self::Listed(OriginPlan::new(dev)),
            OriginsSpec::Runtime => Self::Runtime(OriginPlan::new(dev)),
        }
    }
}

impl OriginPlan {
    fn new<'a>(items: impl IntoIterator<Item = &'a String>) -> Self {
        let mut plan = Self::default();
        let mut seen = std::collections::HashSet::new();
        for item in items {
            if !seen.insert(item.as_str()) {
                continue;
            }
            if item == "null" {
                plan.null = true;
            } else if item.contains('*') {
                plan.patterns.push(item.clone());
            } else {
                plan.exact.push(item.clone());
            }
        }
        let hashes: Vec<u32> = plan.exact.iter().map(|text| table::exact_hash(text.as_bytes())).collect();
        plan.exact_index = table::index(&hashes);
        let keys: Vec<Key> = plan.patterns.iter().map(|text| Key::of(text)).collect();
        plan.pattern_index = table::pattern_index(&keys);
        plan
    }
}

/// Names in lower case without duplicates; only what `*` leaves uncovered stands beside `*`.
fn header_list(names: &[String]) -> String {
    join(names, str::to_ascii_lowercase)
}

fn join(items: &[String], form: impl Fn(&str) -> String) -> String {
    let any = items.iter().any(|item| item == "*");
    let mut out: Vec<String> = Vec::new();
    if any {
        out.push("*".to_owned());
    }
    for item in items {
        let item = form(item);
        // `*` covers every name but `authorization` (Fetch, "CORS-preflight fetch", step 7.6).
        if !out.contains(&item) && (!any || item == "authorization") {
            out.push(item);
        }
    }
    out.join(",")
}

fn max_age_digits(max_age: Option<&MaxAgeSpec>) -> String {
    max_age.and_then(|written| crate::max_age::parse(written).ok()).map(|n| n.to_string()).unwrap_or_default()
}
