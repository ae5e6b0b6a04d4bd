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
