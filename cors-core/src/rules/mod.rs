//! The rulebook: the catalogue of rules and the check of a policy against it.

pub mod catalogue;
mod check;
pub(crate) mod origin;
mod text;

pub use check::check;
pub use text::{nearest, nearest_of};

/// Every rule, group by group: origins that never match, risky origins, methods, request headers, exposed headers,
/// the policy as a whole.
pub static ALL: &[&Rule] = &catalogue::ALL;

/// The rule of this id: `origin-trailing-slash`.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// The rule of this word, as `danger(..)` and `silence(..)` write it: `origin_trailing_slash`.
#[must_use]
pub fn find_word(word: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.is_word(word))
}

/// How serious a rule is.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Can never work, or can never be safe. There is no opt-out.
    Hard,
    /// Works, but is dangerous or almost surely a mistake. `danger(rule = "reason")` opts out.
    Denied,
    /// Legal, and likely a mistake. `silence(rule)` silences it.
    Warning,
    /// Worth knowing: in the catalogue only.
    Note,
}

impl Level {
    /// Whether a finding of this level refuses the policy.
    #[must_use]
    pub const fn refuses(self) -> bool {
        matches!(self, Self::Hard | Self::Denied)
    }
}

/// One entry of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    id: &'static str,
    level: Level,
    what: &'static str,
    why: &'static str,
    fix: &'static str,
    reference: &'static str,
}

impl Rule {
    /// The id, with `-`: `origin-trailing-slash`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// How serious it is.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// What is wrong, in general words.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        self.what
    }

    /// Why it is wrong.
    #[must_use]
    pub const fn why(&self) -> &'static str {
        self.why
    }

    /// How to fix it, in general words.
    #[must_use]
    pub const fn fix(&self) -> &'static str {
        self.fix
    }

    /// Where this can be looked up: a section of a standard.
    #[must_use]
    pub const fn reference(&self) -> &'static str {
        self.reference
    }

    /// Whether `word` (rule id with `_` for `-`, as in `danger(..)` and `silence(..)`) names this rule.
    #[must_use]
    pub fn is_word(&self, word: &str) -> bool {
        self.id.len() == word.len()
            && self.id.bytes().zip(word.bytes()).all(|(a, b)| a == b || (a == b'-' && b == b'_'))
            && !word.contains('-')
    }
}
