//! The rules about the text of one origin: all of its mistakes, each with a text that can be pasted instead.
//!
//! The grammar is that of the [pattern language](crate::pattern). A text is taken apart from left to right; where a
//! part is wrong, what it should have been is put in its place, so that the parts behind it are still read and the
//! corrected whole can be offered. A correction is only offered after it has itself been read without a finding.

mod address;
mod authority;
mod name;
mod notes;
mod port;
mod scheme;
mod source;
mod tail;
mod whole;
mod wildcard;

pub(crate) use authority::Subdomains;

use self::{notes::Notes, source::Source};
use super::{Level, catalogue, text::shown};
use crate::{
    error::{Field, Place, Violation},
    pattern::OriginPattern,
};

/// What was read in one entry.
pub(crate) struct Reading<'a> {
    /// The entry; `None` where a hard rule is broken, so that nothing more can be said about it.
    pub(crate) pattern: Option<OriginPattern<'a>>,
    /// The findings, from left to right, at the key `origins`.
    pub(crate) findings: Vec<Violation>,
}

/// Reads an entry: an exact origin or a pattern.
pub(crate) fn read(written: &str) -> Reading<'_> {
    let Analysis { pattern, notes, correction } = Analysis::new(written);
    if notes.is_empty() {
        return Reading { pattern, findings: Vec::new() };
    }
    let correction = correction.and_then(|candidate| correct(candidate, written));
    Reading { pattern, findings: notes.into_findings(written, correction.as_deref()) }
}

/// Reads an exact origin, for which a pattern is no more than malformed.
pub(crate) fn read_exact(written: &str) -> Reading<'_> {
    if matches!(written, "*" | "null") {
        let what = format!("origin `{written}` is not `scheme://host[:port]`");
        let found = Violation::new(&catalogue::ORIGIN_MALFORMED, Place::key(Field::Origins), written, what)
            .with_why("the word stands for many origins, and here exactly one is meant")
            .with_help("write the one origin that is meant");
        return Reading { pattern: None, findings: vec![found] };
    }
    let mut reading = read(written);
    if let Some(pattern) = reading.pattern.filter(|pattern| !pattern.is_exact()) {
        let what = format!("origin `{}` is a pattern, not one origin", shown(pattern.as_str()));
        reading.findings.push(
            Violation::new(&catalogue::ORIGIN_MALFORMED, Place::key(Field::Origins), written, what)
                .with_why("a pattern stands for many origins, and here exactly one is meant")
                .with_help("write the one origin that is meant"),
        );
        reading.pattern = None;
    }
    reading
}

/// An entry taken apart.
struct Analysis<'a> {
    pattern: Option<OriginPattern<'a>>,
    notes: Notes,
    /// What may have been meant, not yet checked.
    correction: Option<String>,
}

impl<'a> Analysis<'a> {
    fn new(written: &'a str) -> Self {
        let mut notes = Notes::default();
        if written.is_empty() {
            notes.add(&catalogue::ORIGIN_EMPTY, 0..0, "is empty");
            return Self { pattern: None, notes, correction: None };
        }
        if source::note_list(written, &mut notes) {
            return Self { pattern: None, notes, correction: None };
        }
        let source = Source::new(written, &mut notes);
        let (pattern, correction) = if let Some(text) = source.borrowed() {
            whole::read(text, &mut notes)
        } else {
            let mut inner = Notes::default();
            let (_, correction) = whole::read(source.text(), &mut inner);
            notes.append(inner, |range| source.range_in_written(range));
            (None, correction)
        };
        let pattern = pattern.filter(|_| !notes.has(Level::Hard));
        Self { pattern, notes, correction }
    }
}

/// The first of `candidate` and its own correction in which nothing is found.
fn correct(candidate: String, written: &str) -> Option<String> {
    let mut candidate = Some(candidate);
    // A cure for the whole text (a scheme in front) may leave mistakes in the parts: one more round mends these.
    for _ in 0..2 {
        let text = candidate.take().filter(|text| text != written)?;
        let analysis = Analysis::new(&text);
        if analysis.notes.is_empty() && analysis.pattern.is_some() {
            return Some(text);
        }
        candidate = analysis.correction;
    }
    None
}

#[cfg(test)]
mod tests;
