//! Hosts with wildcards, and names.

use super::{
    address,
    notes::{Note, Notes},
    whole::part,
};
use crate::{
    host, idna, ip,
    rules::{Rule, catalogue, text::shown},
};

/// Reads a host, which starts at byte `at`: what it should have been.
pub(super) fn read(scheme: &str, host: &str, at: usize, notes: &mut Notes) -> Option<String> {
    let range = at..at + host.len();
    if host.bytes().all(|byte| byte == b'.') {
        notes.add(&catalogue::ORIGIN_HOST_EMPTY, range, "has no host");
        return None;
    }
    let Some(star) = host.find('*') else {
        let corrected = read_name(scheme, host, at, notes);
        note_extension_id(scheme, host, at, notes);
        return corrected;
    };
    let is_random = matches!(scheme, "moz-extension" | "safari-web-extension");
    if is_random || is_chromium_extension(scheme) {
        let odd = format!("has `{}` where an extension id should stand", shown(host));
        let note = Note::new(&catalogue::EXTENSION_ID_INVALID, range, odd);
        notes.push(if is_random {
            note.why("an extension id cannot be a pattern").help(catalogue::EXTENSION_ORIGIN_RANDOM.fix())
        } else {
            note.help(catalogue::EXTENSION_ID_INVALID.fix())
        });
        return None;
    }
    if host.bytes().all(|byte| matches!(byte, b'*' | b'.')) {
        notes.add(&catalogue::WILDCARD_ANY_HOST, range, "covers every host");
        return None;
    }
    let mut fixed = host.split('.').filter(|label| !label.contains('*')).peekable();
    if fixed.peek().is_some() && fixed.all(|label| !label.is_empty() && ip::parse_v4(label).is_some()) {
        notes.add(&catalogue::WILDCARD_IP, range, "has a wildcard in an IPv4 address");
        return None;
    }
    // What stands behind the last wildcard; a `*.` at the start of it alone would be right.
    let behind = host.rfind('*').unwrap_or(star) + 1;
    let tail = part(host, behind..host.len());
    let base = tail.strip_prefix('.').unwrap_or(tail);
    let base_at = at + host.len() - base.len();
    let mistake = mistake(scheme, host, star, base);
    let is_right = mistake.is_none();
    if let Some((rule, odd, why)) = mistake {
        let note = Note::new(rule, at + star..at + behind, format!("{odd}, byte {}", at + star))
            .before("`*.` must be the whole leftmost label, and the only wildcard:");
        notes.push(if let Some(why) = why { note.why(why) } else { note });
    }
    let corrected = if base.is_empty() { None } else { read_name(scheme, base, base_at, notes) };
    if is_right && base.len() + 2 > host::LONGEST_HOST && base.len() <= host::LONGEST_HOST {
        let odd = format!(
            "has a host of {} bytes behind the wildcard, which leaves no room for a label",
            base.len()
        );
        notes.add(&catalogue::ORIGIN_HOST_TOO_LONG, base_at..base_at + base.len(), odd);
        return None;
    }
    // A pattern over a whole top-level domain is never offered as a cure.
    corrected.filter(|base| is_right || base.contains('.')).map(|base| format!("*.{base}"))
}

/// What is wrong with the wildcards of `host`, the first of which stands at byte `star`.
fn mistake(
    scheme: &str,
    host: &str,
    star: usize,
    base: &str,
) -> Option<(&'static Rule, &'static str, Option<String>)> {
    if host.matches('*').count() > 1 {
        return Some((&catalogue::WILDCARD_MULTIPLE, "has several wildcards", None));
    }
    let starts = star == 0 || part(host, 0..star).ends_with('.');
    let ends = matches!(host.as_bytes().get(star + 1), None | Some(b'.'));
    if !starts || !ends {
        let why = (star == 0 && !base.is_empty()).then(|| {
            format!("this would match `{scheme}://evil{}`, which somebody else can register", shown(base))
        });
        return Some((&catalogue::WILDCARD_PARTIAL_LABEL, "has a wildcard that is a part of a label", why));
    }
    if star > 0 || base.is_empty() {
        return Some((
            &catalogue::WILDCARD_NOT_LEFTMOST,
            "has a wildcard that is not the leftmost label",
            None,
        ));
    }
    None
}

/// Reads a name or an IPv4 address without wildcards: what it should have been.
fn read_name(scheme: &str, name: &str, at: usize, notes: &mut Notes) -> Option<String> {
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
        let odd = format!("has `{}` in its host, byte {}{why}", shown(text), at + start);
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
            let odd = format!("has an empty label in its host, byte {}", range.start);
            let dot = range.start..range.start + 1;
            notes.push(Note::new(&catalogue::ORIGIN_EMPTY_LABEL, dot, odd).before("remove the extra `.`:"));
        } else if label.len() > host::LONGEST_LABEL {
            let odd = format!("has a label of {} bytes in its host, byte {}", label.len(), range.start);
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

/// Notes the host of a Chromium extension that is no extension id.
fn note_extension_id(scheme: &str, host: &str, at: usize, notes: &mut Notes) {
    let is_id = host.len() == 32 && host.bytes().all(|byte| matches!(byte.to_ascii_lowercase(), b'a'..=b'p'));
    if is_chromium_extension(scheme) && !is_id {
        let odd = format!("has `{}` where an extension id should stand", shown(host));
        notes.push(
            Note::new(&catalogue::EXTENSION_ID_INVALID, at..at + host.len(), odd)
                .help(catalogue::EXTENSION_ID_INVALID.fix()),
        );
    }
}

fn is_chromium_extension(scheme: &str) -> bool {
    matches!(scheme, "chrome-extension" | "extension")
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
