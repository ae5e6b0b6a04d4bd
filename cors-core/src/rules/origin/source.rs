//! The text as written: lists of origins, and whitespace.

use std::{borrow::Cow, ops::Range};

use super::{
    notes::{Note, Notes},
    whole::{part, placeholders},
};
use crate::rules::{catalogue, text::shown};

/// The text without its whitespace, and where its bytes stood.
pub(super) struct Source<'a> {
    text: Cow<'a, str>,
    /// For each byte of `text`, where it stood; empty where nothing was left out.
    offsets: Vec<usize>,
    written: usize,
}

impl<'a> Source<'a> {
    /// Leaves the whitespace of `written` out, and notes it.
    pub(super) fn new(written: &'a str, notes: &mut Notes) -> Self {
        if !written.contains(is_space) {
            return Self { text: Cow::Borrowed(written), offsets: Vec::new(), written: written.len() };
        }
        // Spaces in `{{ name }}` belong to the placeholder.
        let placeholders = placeholders(written);
        let is_inside = |at: usize| placeholders.iter().any(|range| range.contains(&at));
        if let Some((first, c)) = written.char_indices().find(|&(at, c)| is_space(c) && !is_inside(at)) {
            let run = part(written, first..written.len());
            let end = written.len() - run.trim_start_matches(is_space).len();
            notes.push(
                Note::new(
                    &catalogue::ORIGIN_WHITESPACE,
                    first..end,
                    format!("has {} at byte {first}", name(c)),
                )
                .before("remove the whitespace:"),
            );
        }
        let kept = || written.char_indices().filter(|&(_, c)| !is_space(c));
        let offsets = kept().flat_map(|(start, c)| start..start + c.len_utf8()).collect();
        Self { text: kept().map(|(_, c)| c).collect(), offsets, written: written.len() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text as written; `None` where something was left out.
    pub(super) fn borrowed(&self) -> Option<&'a str> {
        match self.text {
            Cow::Borrowed(text) => Some(text),
            Cow::Owned(_) => None,
        }
    }

    /// Where the bytes `range` of the text stood.
    pub(super) fn range_in_written(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offsets.get(range.start).copied().unwrap_or(self.written);
        match range.end.checked_sub(1).and_then(|last| self.offsets.get(last)) {
            Some(&last) if !range.is_empty() => start..last + 1,
            _ => start..start,
        }
    }
}

/// Notes several origins in one literal; whether there are any.
///
/// A comma, a semicolon or whitespace separates them. Whitespace alone also stands inside origins by mistake, and so do
/// commas: it is a list only if another origin follows.
pub(super) fn note_list(written: &str, notes: &mut Notes) -> bool {
    let Some(separator) = separators(written).find(|range| {
        let between = written.get(range.clone()).unwrap_or_default();
        let after = written.get(range.end..).unwrap_or_default();
        range.start > 0 && (starts_an_origin(after) || (between.len() > 1 && starts_a_host(after, between)))
    }) else {
        return false;
    };
    let items: Vec<&str> = written
        .split(|c: char| is_space(c) || matches!(c, ',' | ';'))
        .filter(|item| !item.is_empty())
        .collect();
    let help = if items.contains(&"*") {
        "keep either `\"*\"` or the others".to_owned()
    } else {
        let quoted: Vec<_> = items.iter().map(|item| format!("\"{}\"", shown(item))).collect();
        format!("split it: {}", quoted.join(", "))
    };
    let odd = format!(
        "lists {} origins: unexpected `{}`, byte {}",
        items.len(),
        shown(written.get(separator.clone()).unwrap_or_default()),
        separator.start
    );
    notes.push(Note::new(&catalogue::ORIGIN_LIST, separator, odd).help(help));
    true
}

/// The runs of whitespace, commas and semicolons in `text`.
fn separators(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_separator = |c: char| is_space(c) || matches!(c, ',' | ';');
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(is_separator)?;
        let run = text.get(start..)?;
        let end = start + run.find(|c| !is_separator(c)).unwrap_or(run.len());
        at = end;
        Some(start..end)
    })
}

/// Whether `text` starts with an origin that cannot be taken for a part of the one before.
fn starts_an_origin(text: &str) -> bool {
    let word = text.split(|c: char| is_space(c) || matches!(c, ',' | ';')).next().unwrap_or_default();
    let scheme = word.split_once("://").map(|(scheme, _)| scheme);
    matches!(word, "*" | "null")
        || scheme.is_some_and(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic() || c == '*')
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'*'))
        })
}

/// Whether `text` starts with a bare host, which is another origin only behind a comma or a semicolon with whitespace.
fn starts_a_host(text: &str, separator: &str) -> bool {
    let word = text.split(|c: char| is_space(c) || matches!(c, ',' | ';')).next().unwrap_or_default();
    separator.contains([',', ';'])
        && (word.starts_with("localhost") || word.contains('.'))
        && word.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*')
}

/// Whether `c` is whitespace of any script, or one of the characters without a width that slip in when text is copied.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

fn name(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line end".to_owned(),
        '\u{a0}' => "a no-break space".to_owned(),
        '\u{200b}' => "a zero-width space".to_owned(),
        '\u{feff}' => "a byte-order mark".to_owned(),
        _ => format!("the whitespace `{}`", c.escape_unicode()),
    }
}
