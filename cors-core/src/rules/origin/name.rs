//! Names as the host of an origin: characters, labels and lengths.

use super::{
    address,
    notes::{AT, Note, Notes},
};
use crate::{
    host, idna, ip,
    rules::{Rule, catalogue, text::shown},
};

/// Reads a name or an IPv4 address without wildcards: what it should have been.
pub(super) fn read(scheme: &str, name: &str, at: usize, notes: &mut Notes) -> Option<String> {
    let characters = note_characters(name, at, notes);
    let is_special = matches!(scheme, "http" | "https");
    if characters == Characters::Usual && is_special && ip::ends_in_a_number(name) {
        return address::read_v4(name, at, notes);
    }
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let odd = format!("has upper-case letters in its host `{}`", shown(name));
        notes.push(Note::new(&catalogue::ORIGIN_UPPERCASE_HOST, at..at + name.len(), odd).before("write"));
    }
    note_labels(name, at, notes);
    let corrected = match characters {
        Characters::Usual => name.to_ascii_lowercase(),
        Characters::Encoded => idna::to_ascii(&percent_decoded(name)?)?,
        Characters::Unusable => return None,
    };
    // A trailing dot is a name of its own; every other empty label is one too many.
    let dot = if corrected.ends_with('.') { "." } else { "" };
    let labels: Vec<&str> = corrected.split('.').filter(|label| !label.is_empty()).collect();
    Some(format!("{}{dot}", labels.join(".")))
}

/// What a name is spelled with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Characters {
    /// Letters, digits, hyphens, underscores and dots.
    Usual,
    /// Others that stand for such a name.
    Encoded,
    /// Others that stand for nothing.
    Unusable,
}

/// Notes the characters that a name cannot hold, the first of each kind.
fn note_characters(name: &str, at: usize, notes: &mut Notes) -> Characters {
    let mut characters = Characters::Usual;
    let mut note = |rule: &'static Rule, found: Option<(usize, &str)>, why: &str, kind: Characters| {
        let Some((start, text)) = found else { return };
        let odd = format!("has `{}` in its host, byte {AT}{why}", shown(text));
        notes.push(Note::new(rule, at + start..at + start + text.len(), odd).before("write"));
        characters = kind;
    };
    let first = |is: &dyn Fn(usize, char) -> bool, length: usize| {
        let (start, c) = name.char_indices().find(|&(start, c)| is(start, c))?;
        Some((start, name.get(start..start + length.max(c.len_utf8()))?))
    };
    let is_escape = |start: usize| {
        name.as_bytes().get(start + 1..start + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    };
    note(
        &catalogue::ORIGIN_NON_ASCII_HOST,
        first(&|_, c| !c.is_ascii(), 1),
        ", which is not ASCII",
        Characters::Encoded,
    );
    note(
        &catalogue::ORIGIN_PERCENT_ENCODED_HOST,
        first(&|start, c| c == '%' && is_escape(start), 3),
        "",
        Characters::Encoded,
    );
    note(
        &catalogue::ORIGIN_HOST_FORBIDDEN_CHAR,
        first(&|start, c| host::is_forbidden(c) && !(c == '%' && is_escape(start)), 1),
        "",
        Characters::Unusable,
    );
    note(&catalogue::ORIGIN_HOST_ODD_CHAR, first(&|_, c| host::is_odd(c), 1), "", Characters::Unusable);
    characters
}

/// Notes what is wrong with the labels of a name, and with its length.
fn note_labels(name: &str, at: usize, notes: &mut Notes) {
    let range = at..at + name.len();
    let rooted = name.strip_suffix('.').unwrap_or(name);
    let mut start = at;
    let mut has_empty = false;
    for label in rooted.split('.') {
        let range = start..start + label.len();
        start = range.end + 1;
        if label.is_empty() && !has_empty {
            has_empty = true;
            let odd = format!("has an empty label in its host, byte {AT}");
            let dot = range.start..range.start + 1;
            notes.push(Note::new(&catalogue::ORIGIN_EMPTY_LABEL, dot, odd).before("remove the extra `.`:"));
        } else if label.len() > host::LONGEST_LABEL {
            let odd = format!("has a label of {} bytes in its host, byte {AT}", label.len());
            notes.add(&catalogue::ORIGIN_HOST_TOO_LONG, range, odd);
        } else if label.is_ascii()
            && idna::has_prefix(label)
            && !idna::is_valid_label(&label.to_ascii_lowercase())
        {
            let odd = format!("has the label `{}`, which is no valid internationalised label", shown(label));
            notes.add(&catalogue::ORIGIN_PUNYCODE_INVALID, range, odd);
        }
    }
    if rooted.len() > host::LONGEST_HOST {
        notes.add(&catalogue::ORIGIN_HOST_TOO_LONG, range, format!("has a host of {} bytes", rooted.len()));
    }
}

/// `name` with its percent escapes decoded; `None` where they are no text.
fn percent_decoded(name: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let escape = if byte == b'%' {
            tail.get(..2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
        } else {
            None
        };
        let value = escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        decoded.push(value.unwrap_or(byte));
        rest = if value.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(decoded).ok()
}
