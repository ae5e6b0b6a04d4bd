//! Keys that are none: other libraries' words, slips, and settings that must not exist.

use cors_core::{
    Field, Level, Place, Violation,
    rules::{self, catalogue},
};

use super::Lowering;
use crate::{
    keys::{self, Guess, Key},
    spanned::Spanned,
};

impl Lowering<'_> {
    pub(super) fn unknown_key(&mut self, key: &Spanned<String>) {
        let special = match key.value.as_str() {
            "origin_regex" | "origins_regex" | "regex" | "origin_regexes" | "allow_origin_regex" => {
                self.out.places.mark_broken(Field::Origins, key.extent);
                Some((&catalogue::REGEX_ORIGIN, format!("`{}` is a regular expression", key.value)))
            }
            "vary" | "vary_origin" | "vary_header" => Some((
                &catalogue::VARY_ORIGIN_SUPPRESSED,
                format!("`{}` is not for a policy to set", key.value),
            )),
            "private_network" | "allow_private_network" | "private_network_access" => {
                Some((&catalogue::PRIVATE_NETWORK_ACCESS_OBSOLETE, format!("`{}` has no effect", key.value)))
            }
            _ => None,
        };
        if let Some((rule, what)) = special {
            self.report
                .finding(key.extent, &Violation::new(rule, Place::key(Field::Origins), &key.value, what));
            return;
        }
        let found = unknown(&key.value, format!("unknown option `{}`", key.value));
        if let Some(rule) = rules::find_word(&key.value) {
            self.out.places.mark_broken(Field::Danger, key.extent);
            let found = found.with_why(format!("`{}` is a rule, not a key", rule.id()));
            let help = match rule.level() {
                Level::Denied => format!("write `danger({} = \"why this is safe here\")`", key.value),
                Level::Warning => format!("write `silence({})`", key.value),
                _ => "remove it: this rule has no opt-out".to_owned(),
            };
            self.report.finding(key.extent, &found.with_help(help));
            return;
        }
        let found = match keys::guess(&key.value) {
            Guess::Key(name) => {
                match keys::find(name) {
                    Some(Key::Policy(field)) => self.out.places.mark_broken(field, key.extent),
                    _ => self.out.places.unknown_keys = true,
                }
                found
                    .with_why("a policy takes its own keys only, so that no setting is ignored unnoticed")
                    .with_help(format!("did you mean `{name}`? for example `{}`", keys::example(name)))
            }
            Guess::WholePolicy => {
                self.out.places.unknown_keys = true;
                found
                    .with_why("there are no ready-made policies: a policy says what it allows")
                    .with_help("write `origins = any` and the methods and headers that scripts may send")
            }
            Guess::Nothing => {
                self.out.places.unknown_keys = true;
                found
                    .with_why(format!("a policy has the keys {}", keys::list()))
                    .with_help("use one of these keys, or remove it")
            }
        };
        self.report.finding(key.extent, &found);
    }
}

/// A finding about a key, a word or a form of value that the grammar does not know.
pub(super) fn unknown(value: &str, what: impl Into<String>) -> Violation {
    Violation::new(&catalogue::UNKNOWN_OPTION, Place::key(Field::Origins), value, what)
}
