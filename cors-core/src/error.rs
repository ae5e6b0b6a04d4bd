//! What is wrong with a policy: typed findings, all at once.

use std::{error::Error, fmt, ops::Range};

use crate::rules::{Level, Rule};

/// One finding: a rule that a policy breaks, where, and what to do about it.
///
/// Its [`Display`](fmt::Display) is the three-part text of every diagnostic of this library: what is wrong with
/// the rule's id in brackets, why, and how to fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Behind a pointer, so that a result that may be a finding stays small.
    parts: Box<Parts>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    rule: &'static Rule,
    place: Place,
    range: Option<Range<usize>>,
    value: String,
    what: String,
    why: String,
    help: String,
    other: Option<(Place, String)>,
}

/// A key of a policy, and the position of the item in it where the key is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    field: Field,
    index: Option<usize>,
}

/// The keys of a policy, in the order in which they are documented.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `origins`
    Origins,
    /// `dev_origins`
    DevOrigins,
    /// `methods`
    Methods,
    /// `headers`
    Headers,
    /// `expose_headers`
    ExposeHeaders,
    /// `credentials`
    Credentials,
    /// `max_age`
    MaxAge,
    /// `preflight_status`
    PreflightStatus,
    /// `on_refused`
    OnRefused,
    /// `public_origin`
    PublicOrigin,
    /// `danger`
    Danger,
    /// `silence`
    Silence,
}

impl Field {
    /// The key as it is written in a policy: `expose_headers`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::DevOrigins => "dev_origins",
            Self::Methods => "methods",
            Self::Headers => "headers",
            Self::ExposeHeaders => "expose_headers",
            Self::Credentials => "credentials",
            Self::MaxAge => "max_age",
            Self::PreflightStatus => "preflight_status",
            Self::OnRefused => "on_refused",
            Self::PublicOrigin => "public_origin",
            Self::Danger => "danger",
            Self::Silence => "silence",
        }
    }
}

impl Place {
    /// The key as a whole.
    #[must_use]
    pub const fn key(field: Field) -> Self {
        Self { field, index: None }
    }

    /// The item at `index` (from 0) of a key that is a list.
    #[must_use]
    pub const fn item(field: Field, index: usize) -> Self {
        Self { field, index: Some(index) }
    }

    /// The key.
    #[must_use]
    pub const fn field(self) -> Field {
        self.field
    }

    /// The position of the item, from 0; `None` where the key as a whole is meant.
    #[must_use]
    pub const fn index(self) -> Option<usize> {
        self.index
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.key())?;
        match self.index {
            Some(index) => write!(f, "[{index}]"),
            None => Ok(()),
        }
    }
}

impl Violation {
    /// A finding of `rule` at `place` about `value`, with the catalogue's own reason and cure.
    #[must_use]
    pub fn new(rule: &'static Rule, place: Place, value: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            parts: Box::new(Parts {
                rule,
                place,
                range: None,
                value: value.into(),
                what: what.into(),
                why: rule.why().to_owned(),
                help: rule.fix().to_owned(),
                other: None,
            }),
        }
    }

    /// The same finding with a cure for this very value, as text that can be pasted.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.parts.help = help.into();
        self
    }

    /// The same finding with a reason that fits this very value.
    #[must_use]
    pub fn with_why(mut self, why: impl Into<String>) -> Self {
        self.parts.why = why.into();
        self
    }

    /// The same finding, narrowed to the bytes `range` of the value.
    #[must_use]
    pub fn with_range(mut self, range: Range<usize>) -> Self {
        self.parts.range = Some(range);
        self
    }

    /// The same finding with a second party: "`credentials` is enabled here".
    #[must_use]
    pub fn with_other(mut self, place: Place, text: impl Into<String>) -> Self {
        self.parts.other = Some((place, text.into()));
        self
    }

    /// The same finding at another place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.parts.place = place;
        self
    }

    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.parts.rule
    }

    /// The rule's level; shorthand for `rule().level()`.
    #[must_use]
    pub fn level(&self) -> Level {
        self.parts.rule.level()
    }

    /// The key and item that is wrong.
    #[must_use]
    pub fn place(&self) -> Place {
        self.parts.place
    }

    /// The bytes of [`value`](Self::value) that are wrong, where that can be said.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.parts.range.clone()
    }

    /// The item as it was written.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.parts.value
    }

    /// What is wrong, in one line, lower case, with the value in backticks; without the rule's id.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.parts.what
    }

    /// Why it is wrong.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.parts.why
    }

    /// How to fix it, with the corrected text wherever it can be computed.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.parts.help
    }

    /// The second party of the finding and what is said about it.
    #[must_use]
    pub fn other(&self) -> Option<(Place, &str)> {
        self.parts.other.as_ref().map(|(place, text)| (*place, text.as_str()))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} [cors::{}]\n  = note: {}\n  = help: {}",
            self.parts.what,
            self.parts.rule.id(),
            self.parts.why,
            self.parts.help
        )
    }
}

/// Every finding that refuses a policy, in the order in which the policy names its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    violations: Vec<Violation>,
}

impl PolicyError {
    /// The findings that refuse a policy out of all findings; `None` where none of them does.
    ///
    /// Warnings and notes do not refuse a policy.
    #[must_use]
    pub fn from_findings(findings: Vec<Violation>) -> Option<Self> {
        let violations: Vec<_> = findings.into_iter().filter(|found| found.level().refuses()).collect();
        if violations.is_empty() { None } else { Some(Self { violations }) }
    }

    /// The findings; at least one.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.violations.len() {
            1 => f.write_str("this CORS policy is refused:")?,
            n => write!(f, "this CORS policy is refused, {n} findings:")?,
        }
        for violation in &self.violations {
            write!(f, "\n{}: {violation}", violation.place())?;
        }
        Ok(())
    }
}

impl Error for PolicyError {}
