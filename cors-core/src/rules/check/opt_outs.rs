//! The keys `danger` and `silence`: what they take out of the findings, and the rules about themselves.

use crate::{
    error::{Field, Place, Violation},
    rules::{
        self, Level, Rule, catalogue,
        text::{nearest, shown},
    },
    spec::{DangerSpec, OriginsSpec, PolicySpec},
};

/// Takes out what the policy opts out of.
pub(super) fn apply(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    findings.retain(|found| match found.level() {
        Level::Denied => {
            !policy.danger.iter().any(|danger| has_reason(danger) && found.rule().is_word(&danger.word))
        }
        Level::Warning => !policy.silence.iter().any(|word| found.rule().is_word(word)),
        Level::Hard | Level::Note => true,
    });
}

/// Judges the opt-outs; `findings` are those of all other keys.
pub(super) fn check(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    for (index, danger) in policy.danger.iter().enumerate() {
        let place = Place::item(Field::Danger, index);
        let found = match rules::find_word(&danger.word) {
            None => Some(unknown(&danger.word, place, Level::Denied)),
            Some(rule) if rule.level() == Level::Denied => {
                if has_reason(danger) {
                    is_unused(rule, policy, findings).then(|| unused(rule, place, &danger.word))
                } else {
                    Some(without_reason(rule, place, &danger.word))
                }
            }
            Some(rule) => Some(wrong_kind(rule, place, &danger.word)),
        };
        findings.extend(found);
    }
    for (index, word) in policy.silence.iter().enumerate() {
        let place = Place::item(Field::Silence, index);
        let found = match rules::find_word(word) {
            None => Some(unknown(word, place, Level::Warning)),
            Some(rule) if rule.level() == Level::Warning => None,
            Some(rule) => Some(wrong_kind(rule, place, word)),
        };
        findings.extend(found);
    }
}

fn has_reason(danger: &DangerSpec) -> bool {
    !danger.reason.trim().is_empty()
}

/// Whether no item breaks `rule`, as far as that can be seen.
fn is_unused(rule: &Rule, policy: &PolicySpec, findings: &[Violation]) -> bool {
    // The word is a setting of its own.
    let is_setting = rule == &catalogue::MIRROR_REQUEST_HEADERS;
    // The program may yet set origins that need it.
    let comes_later = policy.origins == OriginsSpec::Runtime
        && rule != &catalogue::METHOD_LOWERCASE
        && rule != &catalogue::MAX_AGE_OVER_BROWSER_CAP;
    !is_setting && !comes_later && !findings.iter().any(|found| found.rule() == rule)
}

fn unused(rule: &Rule, place: Place, word: &str) -> Violation {
    let what = format!("`{word}` opts out of nothing");
    Violation::new(&catalogue::UNUSED_DANGER, place, word, what)
        .with_why(format!("no item of this policy breaks `{}`: the opt-out is stale", rule.id()))
}

fn without_reason(rule: &Rule, place: Place, word: &str) -> Violation {
    let what = format!("the opt-out from `{}` has no reason", rule.id());
    Violation::new(&catalogue::DANGER_WITHOUT_REASON, place, word, what)
        .with_help(format!("say why: `danger({word} = \"why this is safe here\")`"))
}

/// A rule whose level does not go with the key at `place`.
fn wrong_kind(rule: &Rule, place: Place, word: &str) -> Violation {
    let id = rule.id();
    let (what, why, help) = match rule.level() {
        Level::Hard => (
            format!("`{id}` has no opt-out"),
            "it is a hard error: what breaks it can never work, or can never be safe".to_owned(),
            format!("change the policy: {}", rule.fix()),
        ),
        Level::Denied => (
            format!("`{id}` cannot be silenced"),
            "it is no warning: an opt-out from it needs a reason".to_owned(),
            format!("write `danger({word} = \"why this is safe here\")`"),
        ),
        Level::Warning => (
            format!("`{id}` is a warning"),
            "a warning is silenced without a reason".to_owned(),
            format!("write `silence({word})`"),
        ),
        Level::Note => (
            format!("`{id}` is a note"),
            "notes are never reported: there is nothing to opt out of".to_owned(),
            "remove it".to_owned(),
        ),
    };
    Violation::new(&catalogue::UNKNOWN_OPTION, place, word, what).with_why(why).with_help(help)
}

/// A word that names no rule, in a key that takes rules of `level`.
fn unknown(word: &str, place: Place, level: Level) -> Violation {
    let what = format!("`{}` is not the word of a rule", shown(word));
    let words = |level| rules::ALL.iter().filter(move |rule| rule.level() == level).map(|rule| rule.id());
    // A word of the other kind is better than none: the next finding tells its key.
    let near = nearest(word, words(level)).or_else(|| nearest(word, rules::ALL.iter().map(|rule| rule.id())));
    let help = match near {
        Some(id) => format!("did you mean `{}`?", id.replace('-', "_")),
        None if level == Level::Denied => {
            let all: Vec<_> = words(level).map(|id| format!("`{}`", id.replace('-', "_"))).collect();
            format!("write one of {}", all.join(", "))
        }
        None => "write the id of a warning, as it stands in brackets behind its message, with `_` for `-`"
            .to_owned(),
    };
    Violation::new(&catalogue::UNKNOWN_OPTION, place, word, what)
        .with_why(format!("`{}` takes the ids of rules, with `_` for `-`", place.field().key()))
        .with_help(help)
}
