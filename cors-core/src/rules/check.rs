//! The check of a policy against the rulebook.

use crate::{error::Violation, max_age, spec::PolicySpec};

/// Every finding of every rule about `policy`, in the order of its keys and items.
///
/// What `danger` opts out of and what `silence` silences is left out.
#[must_use]
pub fn check(policy: &PolicySpec) -> Vec<Violation> {
    policy.max_age.iter().filter_map(|max_age| max_age::parse(max_age).err()).collect()
}
