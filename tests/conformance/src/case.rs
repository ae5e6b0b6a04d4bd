//! The format of the case files.

use std::collections::BTreeMap;

use cors_core::{
    Policy, PolicySpec,
    spec::{DangerSpec, MaxAgeSpec, OriginsSpec},
};
use serde::Deserialize;

/// A policy as a case file writes it; `*` in a list means any.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct CasePolicy {
    /// `origins`
    pub origins: Vec<String>,
    /// `methods`, never left out.
    pub methods: Vec<String>,
    /// `headers`
    pub headers: Vec<String>,
    /// `expose_headers`
    pub expose: Vec<String>,
    /// `credentials`
    pub credentials: bool,
    /// `max_age` in seconds.
    pub max_age: Option<i64>,
    /// Rule ids that the policy opts out of.
    #[serde(default)]
    pub danger: Vec<String>,
}

/// A policy, a request, and what the answer must look like.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Exchange {
    /// Unique over all files.
    pub id: String,
    /// The policy.
    pub policy: CasePolicy,
    /// The request.
    pub request: Request,
    /// What the handler itself set before.
    #[serde(default)]
    pub response: Response,
    /// What must come out.
    pub expect: Expect,
}

/// A request; values hold raw bytes as latin-1.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: String,
    /// The header lines.
    pub headers: Vec<(String, String)>,
}

/// What the handler itself set.
#[derive(Debug, Default, Deserialize)]
#[non_exhaustive]
pub struct Response {
    /// The header lines.
    pub headers: Vec<(String, String)>,
}

/// What the answer to an exchange must look like.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// `not-cors`, `preflight` or `actual`.
    pub kind: String,
    /// What a browser makes of it: `allowed`, `refused`; absent for a request that is not CORS.
    pub verdict: Option<String>,
    /// The status of a preflight answer.
    pub status: Option<u16>,
    /// Header values; `None` must be absent; what is not listed is not asserted.
    pub headers: BTreeMap<String, Option<String>>,
    /// Names that `Vary` must hold.
    #[serde(default)]
    pub vary: Vec<String>,
    /// Names that it must not hold.
    #[serde(default)]
    pub vary_forbidden: Vec<String>,
}

/// A policy and whether it is accepted.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Configuration {
    /// Unique over all files.
    pub id: String,
    /// The policy.
    pub policy: CasePolicy,
    /// Whether it is accepted.
    pub valid: bool,
    /// Ids of the rules that refuse it, all of them.
    pub rules: Vec<String>,
}

/// A pattern, one `Origin` value, and whether it is allowed.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct OriginMatch {
    /// Unique over all files.
    pub id: String,
    /// The only entry of the policy.
    pub pattern: String,
    /// The value; raw bytes as latin-1.
    pub origin: String,
    /// Whether it is allowed.
    pub allowed: bool,
}

/// A request header as a script sets it.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct RequestHeader {
    /// Unique over all files.
    pub id: String,
    /// The name.
    pub name: String,
    /// The value; raw bytes as latin-1.
    pub value: String,
    /// Whether it is CORS-safelisted.
    pub safelisted: bool,
    /// Whether it never reaches the wire.
    pub forbidden: bool,
}

/// A fetch, a server's answers, what three engines did, and what the standard says.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct BrowserModel {
    /// Unique over all files.
    pub id: String,
    /// The page's origin.
    pub origin: String,
    /// `omit`, `same-origin` or `include`.
    pub credentials_mode: String,
    /// As the script wrote it.
    pub request_method: String,
    /// As the script set them.
    pub request_headers: Vec<(String, String)>,
    /// An upload listener was registered.
    pub force_preflight: bool,
    /// The answer to a preflight, where the server has one.
    pub preflight_answer: Option<Answer>,
    /// The answer to everything else.
    pub answer: Answer,
    /// `ok` or `fail`, by engine.
    pub outcome_by_engine: BTreeMap<String, String>,
    /// Whether there was a preflight, by engine.
    pub preflight_sent_by_engine: BTreeMap<String, bool>,
    /// The names that a script saw, by engine.
    pub visible_headers_by_engine: Option<BTreeMap<String, Vec<String>>>,
    /// `ok` or `fail`, by the standard.
    pub spec_outcome: String,
    /// What a preflight asks, by the standard.
    pub spec_preflight: Option<AskedFirst>,
    /// The names that a script sees, by the standard.
    pub spec_visible_headers: Option<Vec<String>>,
}

/// What a server answers.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header lines.
    pub headers: Vec<(String, String)>,
}

/// What a preflight asks.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct AskedFirst {
    /// `Access-Control-Request-Method`
    pub method: String,
    /// `Access-Control-Request-Headers`, in order.
    pub headers: Vec<String>,
}

impl CasePolicy {
    /// The specification that this policy is.
    #[must_use]
    pub fn spec(&self) -> PolicySpec {
        let mut spec = PolicySpec::default();
        spec.origins = OriginsSpec::List(self.origins.clone());
        spec.methods = Some(self.methods.clone());
        spec.headers = Some(self.headers.clone());
        spec.expose_headers = Some(self.expose.clone());
        spec.credentials = self.credentials;
        spec.max_age = self.max_age.map(MaxAgeSpec::Seconds);
        spec.danger = self
            .danger
            .iter()
            .map(|id| DangerSpec::new(id.replace('-', "_"), "a test case says so"))
            .collect();
        spec
    }

    /// The policy.
    ///
    /// # Errors
    /// The findings, as text.
    pub fn build(&self) -> Result<Policy, String> {
        Policy::from_spec(&self.spec()).map_err(|error| error.to_string())
    }
}

/// The bytes of a text that holds them as latin-1.
///
/// # Errors
/// A text with a character above U+00FF.
pub fn bytes(text: &str) -> Result<Vec<u8>, String> {
    text.chars().map(|c| u8::try_from(u32::from(c)).map_err(|_| format!("{c:?} is no byte"))).collect()
}
