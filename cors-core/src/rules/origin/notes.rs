//! The mistakes of one text, collected while it is taken apart.

use std::ops::Range;

use crate::{
    error::{Field, Place, Violation},
    rules::{Level, Rule, text::shown},
};

/// In a text about a mistake: the byte at which it stands in what was written. Known only at the end, because whitespace
/// is left out while a text is taken apart. No value that is shown holds this character.
pub(super) const AT: char = '\u{1}';

/// Mistakes, in the order in which they were found.
#[derive(Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
}

/// One mistake, before it is known what the corrected text is.
pub(super) struct Note {
    rule: &'static Rule,
    range: Range<usize>,
    odd: String,
    why: Option<String>,
    cure: Cure,
}

/// What to do about a mistake.
enum Cure {
    /// The rule's own advice, with the corrected text behind it.
    Fix,
    /// This advice in front of the corrected text; without one the rule's own.
    Before(&'static str),
    /// This advice as it is.
    Exactly(String),
}

impl Notes {
    /// Notes that the bytes `range` break `rule`; `odd` goes on where "origin `..`" ends.
    pub(super) fn add(&mut self, rule: &'static Rule, range: Range<usize>, odd: impl Into<String>) {
        self.push(Note::new(rule, range, odd));
    }

    pub(super) fn push(&mut self, note: Note) {
        self.notes.push(note);
    }

    pub(super) fn append(&mut self, other: Self, mut range: impl FnMut(Range<usize>) -> Range<usize>) {
        self.notes
            .extend(other.notes.into_iter().map(|note| Note { range: range(note.range.clone()), ..note }));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    pub(super) fn has(&self, level: Level) -> bool {
        self.notes.iter().any(|note| note.rule.level() == level)
    }

    /// The findings from left to right, each with the corrected text where there is one.
    pub(super) fn into_findings(mut self, written: &str, correction: Option<&str>) -> Vec<Violation> {
        self.notes.sort_by_key(|note| note.range.start);
        let shown = shown(written);
        self.notes.into_iter().map(|note| note.into_finding(written, &shown, correction)).collect()
    }
}

impl Note {
    pub(super) fn new(rule: &'static Rule, range: Range<usize>, odd: impl Into<String>) -> Self {
        Self { rule, range, odd: odd.into(), why: None, cure: Cure::Fix }
    }

    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// The advice that stands in front of the corrected text, as in `remove the slash: "https://a.example"`.
    pub(super) fn before(mut self, advice: &'static str) -> Self {
        self.cure = Cure::Before(advice);
        self
    }

    /// The whole advice, without the corrected text.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.cure = Cure::Exactly(help.into());
        self
    }

    fn into_finding(self, written: &str, shown: &str, correction: Option<&str>) -> Violation {
        let help = match (self.cure, correction) {
            (Cure::Exactly(help), _) => help,
            (Cure::Before(advice), Some(text)) => format!("{advice} \"{text}\""),
            (Cure::Fix, Some(text)) => format!("{}: \"{text}\"", self.rule.fix()),
            (Cure::Before(_) | Cure::Fix, None) => self.rule.fix().to_owned(),
        };
        let odd = self.odd.replace(AT, &self.range.start.to_string());
        let what = format!("origin `{shown}` {odd}");
        let found = Violation::new(self.rule, Place::key(Field::Origins), written, what);
        let found = match self.why {
            Some(why) => found.with_why(why),
            None => found,
        };
        found.with_range(self.range).with_help(help)
    }
}
