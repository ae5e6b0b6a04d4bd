//! A text as a whole: words, placeholders, and `scheme://authority` with what follows.

use std::ops::Range;

use super::{
    authority,
    notes::{AT, Note, Notes},
    scheme, tail,
};
use crate::{
    pattern::OriginPattern,
    rules::{catalogue, text::shown},
};

/// Reads `text`, which has no whitespace: the pattern if its parts can be told, and what may have been meant.
pub(super) fn read<'a>(text: &'a str, notes: &mut Notes) -> (Option<OriginPattern<'a>>, Option<String>) {
    if note_word(text, notes) {
        return (None, None);
    }
    let placeholders = placeholders(text);
    for range in &placeholders {
        let odd = format!("holds the placeholder `{}`, byte {AT}", shown(part(text, range.clone())));
        notes.push(
            Note::new(&catalogue::ORIGIN_TEMPLATE_UNEXPANDED, range.clone(), odd)
                .help(catalogue::ORIGIN_TEMPLATE_UNEXPANDED.fix()),
        );
    }
    if placeholders.is_empty() {
        return read_parts(text, text, &placeholders, notes);
    }
    // Whatever a placeholder holds is not judged: a plain letter for each of its bytes keeps all places.
    read_parts(&masked(text, &placeholders), text, &placeholders, notes);
    (None, None)
}

/// Reads the parts of `text`, of which the bytes in `placeholders` are unknown; `quoted` is the text to be quoted.
fn read_parts<'a>(
    text: &'a str,
    quoted: &str,
    placeholders: &[Range<usize>],
    notes: &mut Notes,
) -> (Option<OriginPattern<'a>>, Option<String>) {
    let is_unknown =
        |range: Range<usize>| placeholders.iter().any(|p| p.start < range.end && range.start < p.end);
    let Some((before, after)) = text.split_once("://") else {
        return if placeholders.is_empty() {
            (None, scheme::note_missing(text, notes))
        } else {
            (None, None)
        };
    };
    if is_unknown(0..before.len()) {
        return (None, None);
    }
    let scheme = match scheme::read(before, after, notes) {
        scheme::Outcome::Known(scheme) => scheme,
        scheme::Outcome::Unusable(correction) => return (None, correction),
    };
    let start = before.len() + 3;
    if let Some(correction) = note_second_start(&scheme, after, start, notes) {
        return (None, Some(correction));
    }
    let end = start + after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
    tail::note(text, quoted, end, notes);
    if is_unknown(start..end) {
        return (None, None);
    }
    let (parts, correction) = authority::read(&scheme, part(text, start..end), start, notes);
    let pattern = parts.map(|parts| OriginPattern::new(text, before, parts.host, parts.port));
    (pattern, correction.map(|authority| format!("{scheme}://{authority}")))
}

/// Notes a word that stands for nothing or for everything; whether it is one.
fn note_word(text: &str, notes: &mut Notes) -> bool {
    let range = 0..text.len();
    if text == "null" {
        notes.add(&catalogue::NULL_ORIGIN, range, "can be sent by any site");
    } else if text == "*" {
        notes.add(&catalogue::WILDCARD_ANY_HOST, range, "is no pattern: it stands for every origin");
    } else if ["null", "none", "nil", "undefined"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        notes.add(&catalogue::ORIGIN_NULL_CASE, range, "is not the `null` that browsers send");
    } else {
        return false;
    }
    true
}

/// Notes an authority that begins like the start of a URL; the text without what is too much.
fn note_second_start(scheme: &str, after: &str, start: usize, notes: &mut Notes) -> Option<String> {
    if let Some((second, _)) = after.split_once("://").filter(|(second, _)| {
        !second.is_empty()
            && second.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    }) {
        let odd = format!("has two schemes: unexpected `{}://`, byte {AT}", shown(second));
        notes.push(
            Note::new(&catalogue::ORIGIN_MALFORMED, start..start + second.len() + 3, odd)
                .before("keep one scheme:"),
        );
        return Some(after.to_owned());
    }
    let host = after.trim_start_matches(['/', '\\']);
    let slashes = after.len() - host.len();
    if slashes > 0 && !host.is_empty() {
        let odd = format!("has too many slashes: unexpected `{}`, byte {AT}", shown(part(after, 0..1)));
        notes.push(
            Note::new(&catalogue::ORIGIN_MALFORMED, start..start + slashes, odd)
                .before("remove the extra slashes:"),
        );
        return Some(format!("{scheme}://{host}"));
    }
    None
}

/// Where placeholders of the common template languages stand: `${..}`, `{..}`, `{{..}}`, `<..>`, and a whole text like
/// `$ORIGIN` or `%ORIGIN%`.
pub(super) fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let percent = text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
    if text.strip_prefix('$').or(percent).is_some_and(is_name) {
        found.push(0..text.len());
        return found;
    }
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['{', '<'])).map(|open| at + open) {
        let rest = part(text, open..text.len());
        let close = if rest.starts_with('{') { '}' } else { '>' };
        let Some(length) = rest.find(close) else {
            at = open + 1;
            continue;
        };
        // All closing characters of `{{name}}`, and the mark in front that some languages want.
        let end = open
            + length
            + (rest.len() - length - part(rest, length..rest.len()).trim_start_matches(close).len());
        let start = if part(text, at..open).ends_with(['$', '#', '%']) { open - 1 } else { open };
        found.push(start..end);
        at = end;
    }
    found
}

/// `text` with a plain letter for each byte of the placeholders.
fn masked(text: &str, placeholders: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for range in placeholders {
        masked.push_str(part(text, at..range.start));
        masked.extend(range.clone().map(|_| 'x'));
        at = range.end;
    }
    masked.push_str(part(text, at..text.len()));
    masked
}

/// The bytes `range` of `text`; nothing where they are none of its characters.
pub(super) fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}
