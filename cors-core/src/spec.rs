//! A policy as its author wrote it, unchecked.
//!
//! The attribute, the derive, the builder and configuration files all end in a [`PolicySpec`], so that
//! [`rules::check`](crate::rules::check) is the only place that judges one.

/// A policy as its author wrote it: the input of [`rules::check`](crate::rules::check).
///
/// The word `any` and the literal `"*"` mean the same and both stand here as `"*"`.
#[non_exhaustive]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicySpec {
    /// Who may read the answers.
    pub origins: OriginsSpec,
    /// Origins that are allowed only in builds with `debug_assertions`; `None` where the key was left out.
    pub dev_origins: Option<Vec<String>>,
    /// Methods for `Access-Control-Allow-Methods`; `None` (left out) means those of the route.
    pub methods: Option<Vec<String>>,
    /// Request header names for `Access-Control-Allow-Headers`.
    pub headers: Option<Vec<String>>,
    /// Response header names for `Access-Control-Expose-Headers`.
    pub expose_headers: Option<Vec<String>>,
    /// Whether credentialed requests are answered with `Access-Control-Allow-Credentials: true`.
    pub credentials: bool,
    /// How long a browser may keep a preflight answer.
    pub max_age: Option<MaxAgeSpec>,
    /// The status of a preflight answer; 204 where left out.
    pub preflight_status: Option<i64>,
    /// What happens to an actual request from a refused origin.
    pub on_refused: OnRefused,
    /// The API's own origin.
    pub public_origin: Option<String>,
    /// Opt-outs from denied rules.
    pub danger: Vec<DangerSpec>,
    /// Words (rule ids with `_`) of the warnings that are silenced.
    pub silence: Vec<String>,
}

/// The key `origins`.
#[non_exhaustive]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OriginsSpec {
    /// The key was left out.
    #[default]
    Unset,
    /// `origins = [..]`, and `origins = any` as the single item `"*"`.
    List(Vec<String>),
    /// `origins = runtime`: the program sets them.
    Runtime,
}

/// The key `max_age`.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MaxAgeSpec {
    /// A whole number of seconds, as written.
    Seconds(i64),
    /// Any other text: `10m`, and also what is no duration at all, such as `1.5`.
    Text(String),
}

/// The key `on_refused`: what happens to an actual request from a refused origin.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnRefused {
    /// The handler runs and the browser hides its answer.
    #[default]
    Pass,
    /// 403 before the handler; same-origin requests pass.
    Forbid,
}

/// One opt-out: `danger(null_origin = "why this is safe here")`.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DangerSpec {
    /// The rule id with `_` for `-`.
    pub word: String,
    /// Why the rule does not apply here.
    pub reason: String,
}

impl DangerSpec {
    /// An opt-out of the rule called `word` for `reason`.
    #[must_use]
    pub fn new(word: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { word: word.into(), reason: reason.into() }
    }
}
