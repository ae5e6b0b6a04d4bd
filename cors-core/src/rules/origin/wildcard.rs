//! The host of an origin: wildcards, and the ids of extensions.

use super::{
    name,
    notes::{AT, Note, Notes},
    whole::part,
};
use crate::{
    host, ip,
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
        let corrected = name::read(scheme, host, at, notes);
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
        let note = Note::new(rule, at + star..at + behind, format!("{odd}, byte {AT}"))
            .before("`*.` must be the whole leftmost label, and the only wildcard:");
        notes.push(if let Some(why) = why { note.why(why) } else { note });
    }
    let corrected = if base.is_empty() { None } else { name::read(scheme, base, base_at, notes) };
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
