//! The catalogue: one `static` for each rule, in the order of the groups.
//!
//! The texts are the general ones. A finding says the same about the very value that broke the rule.

mod exposed_headers;
mod methods;
mod never_match;
mod policy;
mod request_headers;
mod risky_origins;

pub use exposed_headers::*;
pub use methods::*;
pub use never_match::*;
pub use policy::*;
pub use request_headers::*;
pub use risky_origins::*;

use super::Rule;

/// All rules, in the order of the groups.
#[allow(clippy::indexing_slicing, reason = "computed when compiled: an index out of bounds does not compile")]
pub(super) static ALL: [&Rule; 119] = {
    let groups = [NEVER_MATCH, RISKY_ORIGINS, METHODS, REQUEST_HEADERS, EXPOSED_HEADERS, POLICY];
    let mut all = [&ORIGIN_EMPTY; 119];
    let mut next = 0;
    let mut groups = groups.as_slice();
    while let Some((&(mut group), rest)) = groups.split_first() {
        while let Some((rule, others)) = group.split_first() {
            all[next] = rule;
            next += 1;
            group = others;
        }
        groups = rest;
    }
    assert!(next == all.len());
    all
};

/// Defines the rules of a group: a `static` for each, and one that lists them.
macro_rules! rules {
    (group $group:ident; $($name:ident: $level:ident $id:literal {
        what: $what:literal,
        why: $why:literal,
        fix: $fix:literal,
        reference: $reference:expr,
    })*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $what, ".")]
            pub static $name: $crate::rules::Rule = $crate::rules::Rule {
                id: $id,
                level: $crate::rules::Level::$level,
                what: $what,
                why: $why,
                fix: $fix,
                reference: $reference,
            };
        )*

        pub(super) static $group: &[&$crate::rules::Rule] = &[$(&$name),*];
    };
}
use rules;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Level, find, find_word};

    /// The ids and levels that users rely on: a rule never changes either without a breaking version.
    const IDS: &str = include_str!("ids.txt");

    #[test]
    fn ids_and_levels_are_those_of_the_list() {
        let letter = |level| match level {
            Level::Hard => 'H',
            Level::Denied => 'D',
            Level::Warning => 'W',
            Level::Note => 'N',
        };
        let actual: Vec<String> =
            ALL.iter().map(|rule| format!("{} {}", letter(rule.level()), rule.id())).collect();
        assert_eq!(actual, IDS.lines().collect::<Vec<_>>());
    }

    #[test]
    fn rules_are_found_by_id_and_by_word() {
        for rule in ALL {
            let word = rule.id().replace('-', "_");
            assert_eq!((find(rule.id()), find_word(&word)), (Some(rule), Some(rule)));
        }
        for other in ["null-origin", "null_origin ", "nullxorigin", "nul__origin", "null_Origin"] {
            assert_eq!(find_word(other), None, "{other}");
        }
        assert_eq!(find("origin"), None);
    }

    #[test]
    fn texts_are_complete() {
        for rule in ALL {
            for text in [rule.what(), rule.why(), rule.fix()] {
                let starts_well = text.starts_with(|c: char| !c.is_uppercase())
                    || ["Chromium", "Firefox", "GET", "DNS", "CORS", "URLs"]
                        .iter()
                        .any(|name| text.starts_with(name));
                assert!(starts_well && !text.ends_with('.') && !text.contains("  "), "{}: {text}", rule.id());
                assert_eq!(text.matches('`').count() % 2, 0, "{}: {text}", rule.id());
            }
            assert!(rule.reference().starts_with("https://"), "{}", rule.id());
        }
    }
}
