//! `danger(..)` and `silence(..)`: the opt-outs from rules.

use cors_core::{Field, Place, Violation, rules::catalogue, spec::DangerSpec};

use super::{Lowering, duplicate, unfit::describe, unknown::unknown};
use crate::{
    parse::{Body, Entry, Kind, Value},
    places::Spot,
    spanned::Spanned,
};

impl Lowering<'_> {
    pub(super) fn danger(&mut self, entries: Vec<Entry>, spot: &mut Spot) {
        let mut seen: Vec<Spanned<String>> = Vec::new();
        for Entry { key, body } in entries {
            if self.is_repeated(&seen, &key) {
                continue;
            }
            seen.push(key.clone());
            let reason = match body {
                Body::Value(Value { kind: Kind::Text(reason), extent }) if reason.trim().is_empty() => {
                    self.report.finding(extent, &without_reason(&key.value));
                    None
                }
                Body::Value(Value { kind: Kind::Text(reason), .. }) => {
                    spot.items.push(key.extent);
                    Some(reason)
                }
                Body::Value(value) => {
                    let found = unknown("", format!("the reason for `{}` is no string literal", key.value))
                        .with_why(format!("found {}: the macro reads literals", describe(&value)))
                        .with_help(format!("write `{} = \"why this is safe here\"`", key.value));
                    self.report.finding(value.extent, &found);
                    None
                }
                Body::Flag | Body::Group(..) => {
                    self.report.finding(key.extent, &without_reason(&key.value));
                    None
                }
                Body::Broken => {
                    spot.broken = true;
                    continue;
                }
            };
            // The author opted out, if in the wrong form: the rule itself need not be reported on top.
            let reason = reason.unwrap_or_else(|| {
                spot.broken = true;
                spot.items.push(key.extent);
                "not readable".to_owned()
            });
            self.out.spec.danger.push(DangerSpec::new(key.value, reason));
        }
    }

    pub(super) fn silence(&mut self, entries: Vec<Entry>, spot: &mut Spot) {
        let mut seen: Vec<Spanned<String>> = Vec::new();
        for Entry { key, body } in entries {
            if self.is_repeated(&seen, &key) {
                continue;
            }
            if let Body::Value(Value { extent, .. }) | Body::Group(_, extent) = body {
                let found = unknown(&key.value, format!("`{}` takes no value in `silence`", key.value))
                    .with_why("a warning is silenced without a reason")
                    .with_help(format!("write `silence({})`", key.value));
                self.report.finding(extent, &found);
            }
            spot.items.push(key.extent);
            seen.push(key.clone());
            self.out.spec.silence.push(key.value);
        }
    }

    fn is_repeated(&mut self, seen: &[Spanned<String>], key: &Spanned<String>) -> bool {
        let Some(first) = seen.iter().find(|seen| seen.value == key.value) else { return false };
        self.report.finding(key.extent, &duplicate(&key.value));
        self.report.other(first.extent, &format!("`{}` is given first here", key.value));
        true
    }
}

fn without_reason(word: &str) -> Violation {
    Violation::new(
        &catalogue::DANGER_WITHOUT_REASON,
        Place::key(Field::Danger),
        word,
        format!("the opt-out from `{}` has no reason", word.replace('_', "-")),
    )
    .with_help(format!("say why: `danger({word} = \"why this is safe here\")`"))
}
