//! The scheme of an origin.

use super::{
    Analysis,
    notes::{AT, Note, Notes},
};
use crate::rules::{catalogue, text::shown};

/// What was read in front of `://`.
pub(super) enum Outcome {
    /// The scheme in lower case; the rest can be read.
    Known(String),
    /// Nothing can be said about the rest; what may have been meant.
    Unusable(Option<String>),
}

/// Reads what stands before `://`; `after` is what stands behind it.
pub(super) fn read(before: &str, after: &str, notes: &mut Notes) -> Outcome {
    let range = 0..before.len();
    if let Some(outcome) = note_never_sent(before, before.split(':').next().unwrap_or_default(), after, notes)
    {
        return outcome;
    }
    if before.is_empty() {
        notes.push(
            Note::new(&catalogue::ORIGIN_MISSING_SCHEME, 0..3, "has no scheme in front of `://`")
                .before("write"),
        );
        return Outcome::Unusable(Some(with_scheme(after)));
    }
    if is_wildcard(before) {
        return note_wildcard(before, after, notes);
    }
    let lower = before.to_ascii_lowercase();
    let Some(odd) = odd_char(&lower) else {
        if lower != before {
            let odd = format!("has upper-case letters in its scheme `{before}`");
            notes.push(Note::new(&catalogue::ORIGIN_UPPERCASE_SCHEME, range, odd).before("write"));
        }
        if lower.len() > LONGEST {
            notes.add(
                &catalogue::ORIGIN_MALFORMED,
                0..before.len(),
                format!("has a scheme of {} bytes", lower.len()),
            );
            return Outcome::Unusable(None);
        }
        return Outcome::Known(lower);
    };
    let (at, c) = odd;
    let odd = format!(
        "is not `scheme://host[:port]`: unexpected `{}` in the scheme, byte {AT}",
        shown(c.encode_utf8(&mut [0; 4]))
    );
    notes.push(Note::new(&catalogue::ORIGIN_MALFORMED, at..at + c.len_utf8(), odd).before(NO_QUOTES));
    Outcome::Unusable(Some(unquoted(&format!("{before}://{after}"))))
}

/// Notes a text without `://`; what may have been meant.
pub(super) fn note_missing(text: &str, notes: &mut Notes) -> Option<String> {
    let range = 0..text.len();
    if let Some((before, after)) = text.split_once(':') {
        if let Some(Outcome::Unusable(correction)) = note_never_sent(before, before, after, notes) {
            return correction;
        }
    }
    for scheme in ["https", "http"] {
        let head = text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        let rest = text.get(scheme.len()..).unwrap_or_default();
        if head && rest.starts_with([':', '/', '\\']) {
            let odd = format!("is not `scheme://host[:port]`: expected `://`, byte {AT}");
            notes
                .push(Note::new(&catalogue::ORIGIN_MALFORMED, scheme.len()..text.len(), odd).before("write"));
            return Some(format!("{scheme}://{}", rest.trim_start_matches([':', '/', '\\'])));
        }
    }
    if let Some((at, c)) = text.char_indices().find(|(_, c)| "^$\\()|'\"`".contains(*c)) {
        let odd = format!("is not `scheme://host[:port]`: unexpected `{c}`, byte {AT}");
        notes.push(Note::new(&catalogue::ORIGIN_MALFORMED, at..at + c.len_utf8(), odd).before(NO_QUOTES));
        return Some(unquoted(text)).filter(|text| text.contains("://"));
    }
    let note = Note::new(&catalogue::ORIGIN_MISSING_SCHEME, range, "has no scheme");
    notes.push(match text {
        "all" | "any" => note.help("for every origin write `\"*\"`, in the attribute also `any`"),
        _ => match text.split_once(':') {
            Some((before, _)) if !before.starts_with('[') && !before.is_empty() => {
                let before = shown(before);
                note.why(format!(
                    "a serialised origin starts with `scheme://`; this is a URL of scheme `{before}`"
                ))
            }
            _ => note,
        }
        .before("write"),
    });
    Some(with_scheme(text.trim_start_matches('/')))
}

/// The text without the quotes around it, and without what makes a plain text a regular expression.
fn unquoted(text: &str) -> String {
    let inner = text.trim_matches(['\'', '"', '`', '/']).trim_matches(['^', '$', '(', ')']);
    inner.replace('\\', "")
}

/// The text with the scheme that is likely: browsers load local pages over http, all others should use https.
fn with_scheme(rest: &str) -> String {
    let https = format!("https://{rest}");
    match Analysis::new(&https.to_ascii_lowercase()).pattern {
        Some(pattern) if pattern.is_loopback() => format!("http://{rest}"),
        _ => https,
    }
}

/// Notes a scheme of which browsers send no origin.
fn note_never_sent(before: &str, scheme: &str, after: &str, notes: &mut Notes) -> Option<Outcome> {
    let lower = scheme.to_ascii_lowercase();
    if !NEVER_SENT.contains(&lower.as_str()) {
        return None;
    }
    let note = Note::new(
        &catalogue::ORIGIN_SCHEME_NEVER_SENT,
        0..scheme.len(),
        format!("has the scheme `{lower}`, which no page sends"),
    );
    let page = match lower.as_str() {
        "ws" => "http",
        "wss" => "https",
        "blob" | "filesystem" | "view-source" => {
            notes.push(
                note.why("such a page has the origin of the page inside")
                    .help("write the origin of the page inside"),
            );
            return Some(Outcome::Unusable(None));
        }
        _ => {
            notes.push(note.help(catalogue::ORIGIN_SCHEME_NEVER_SENT.fix()));
            return Some(Outcome::Unusable(None));
        }
    };
    notes.push(note.why("a WebSocket carries the http or https origin of its page").before("write"));
    Some(Outcome::Unusable((before.len() == scheme.len()).then(|| format!("{page}://{after}"))))
}

/// Whether `scheme` is an attempt to name several schemes.
fn is_wildcard(scheme: &str) -> bool {
    WILDCARDS.iter().any(|wildcard| scheme.eq_ignore_ascii_case(wildcard))
}

fn note_wildcard(before: &str, after: &str, notes: &mut Notes) -> Outcome {
    let range = 0..before.len();
    if after.split([':', '/', '?', '#']).next() == Some("*") {
        notes.add(&catalogue::WILDCARD_ANY_HOST, range, "covers every host");
        return Outcome::Unusable(None);
    }
    let note = Note::new(&catalogue::WILDCARD_SCHEME, range, format!("has `{}` for a scheme", shown(before)));
    let both = ["http", "https"].map(|scheme| {
        let text = format!("{scheme}://{after}");
        let analysis = Analysis::new(&text);
        let clean = analysis.notes.is_empty() && analysis.pattern.is_some();
        clean.then(|| format!("\"{text}\""))
    });
    notes.push(match both {
        [Some(http), Some(https)] => note.help(format!("list one entry for each scheme: {http}, {https}")),
        _ => note.help(catalogue::WILDCARD_SCHEME.fix()),
    });
    // The rest is read as the more careful of the two would be.
    Outcome::Known("https".to_owned())
}

/// The first character that a scheme cannot hold at its place.
fn odd_char(scheme: &str) -> Option<(usize, char)> {
    scheme.char_indices().find(|&(at, c)| match c {
        'a'..='z' => false,
        '0'..='9' | '+' | '-' | '.' => at == 0,
        _ => true,
    })
}

/// No scheme in use comes near; the run-time limit on `Origin` counts on it.
const LONGEST: usize = 64;

const NO_QUOTES: &str = "regular expressions and quotes are not supported: write";

const WILDCARDS: [&str; 14] = [
    "*",
    "**",
    "http*",
    "https*",
    "http?",
    "https?",
    "http(s)",
    "http(s)?",
    "http[s]",
    "http[s]?",
    "http|https",
    "https|http",
    "(http|https)",
    "(https|http)",
];

const NEVER_SENT: [&str; 12] = [
    "file",
    "data",
    "blob",
    "filesystem",
    "about",
    "javascript",
    "mailto",
    "view-source",
    "chrome",
    "ws",
    "wss",
    "ftp",
];
