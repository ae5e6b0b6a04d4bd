//! Internationalised host names, as far as it can be told without the tables of UTS 46.
//!
//! The full tables cost more to compile than everything else here. So [`to_ascii`] answers only where it is sure of
//! the mapping, and [`is_valid_label`] refuses only what no version of the tables allows.

use crate::punycode;

/// The ASCII form that browsers send for `host`; `None` where the mapping is not certain.
///
/// Implements the certain part of
/// [URL, "domain to ASCII"](https://url.spec.whatwg.org/#concept-domain-to-ascii), which keeps `ß` and `ς`.
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    let mapped = host.chars().map(map).collect::<Option<String>>()?;
    let labels = mapped.split('.').map(|label| {
        if label.is_ascii() {
            return Some(label.to_owned());
        }
        // A label that mixes the prefix of the ASCII form with other scripts is invalid.
        if label.starts_with(PREFIX) {
            return None;
        }
        Some(format!("{PREFIX}{}", punycode::encode(label)?))
    });
    Some(labels.collect::<Option<Vec<_>>>()?.join("."))
}

/// Whether `label` claims to be the ASCII form of an internationalised label.
pub(crate) fn has_prefix(label: &str) -> bool {
    label.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// Whether a lower-case `label` that [has the prefix](has_prefix) stands for an internationalised label.
pub(crate) fn is_valid_label(label: &str) -> bool {
    let Some(spelling) = label.strip_prefix(PREFIX) else { return false };
    let Some(decoded) = punycode::decode(spelling) else { return false };
    !decoded.is_ascii()
        && punycode::encode(&decoded).as_deref() == Some(spelling)
        && !decoded.starts_with(is_combining)
        && !decoded.chars().any(is_never_valid)
}

/// What becomes of a character on its way to ASCII, where that is certain: itself, or its lower-case or narrow form.
///
/// Only letters are certain that are composed, have no compatibility mapping and need no look at their neighbours;
/// scripts written from right to left are left out for the last reason.
fn map(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' | '-' | '.' | '_'
        // Hiragana, katakana, ideographs, Hangul syllables.
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'
        | '\u{4e00}'..='\u{9fef}'
        | '\u{ac00}'..='\u{d7a3}' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => Some('.'),
        // Full-width forms of the letters and digits above.
        '\u{ff0d}' | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(u32::from(c) - 0xfee0).map(|narrow| narrow.to_ascii_lowercase())
        }
        // Multiplication and division signs, ligatures, middle dots, the long s: mapped or no letters.
        '\u{d7}' | '\u{f7}' | '\u{130}' | '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}'
        | '\u{17f}' => None,
        '\u{c0}'..='\u{17f}' | '\u{391}'..='\u{3a9}' | '\u{3ac}'..='\u{3ce}' | '\u{400}'..='\u{45f}' => {
            let mut lower = c.to_lowercase();
            let first = lower.next();
            if lower.next().is_some() { None } else { first }
        }
        _ => None,
    }
}

/// Whether a label cannot start with `c`: the common combining marks.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// Whether no valid label holds `c`: because it is mapped to something else, ignored, or not a character to write with.
fn is_never_valid(c: char) -> bool {
    let mut lower = c.to_lowercase();
    let is_lower = lower.next() == Some(c) && lower.next().is_none();
    !is_lower
        || c.is_control()
        || c.is_whitespace()
        || matches!(
            c,
            '\u{a8}' | '\u{aa}' | '\u{ad}' | '\u{af}' | '\u{b2}'..='\u{b5}' | '\u{b8}'..='\u{ba}' | '\u{bc}'..='\u{be}'
            | '\u{132}'..='\u{133}' | '\u{13f}'..='\u{140}' | '\u{149}' | '\u{17f}'
            | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3002}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ff01}'..='\u{ffff}'
            // Beyond the planes in use: not assigned, tags, private use.
            | '\u{40000}'..
        )
        || u32::from(c) & 0xfffe == 0xfffe
}

const PREFIX: &str = "xn--";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_mapped_where_it_is_certain() {
        let table = [
            ("b\u{fc}cher.example", Some("xn--bcher-kva.example")),
            ("B\u{dc}CHER.example", Some("xn--bcher-kva.example")),
            ("fa\u{df}.de", Some("xn--fa-hia.de")),
            ("www.r\u{e9}sum\u{e9}.com", Some("www.xn--rsum-bpad.com")),
            ("\u{4f8b}\u{3048}.jp", Some("xn--r8jz45g.jp")),
            ("\u{ff45}xample\u{ff0e}com", Some("example.com")),
            ("\u{44f}\u{43d}\u{434}\u{435}\u{43a}\u{441}.\u{440}\u{444}", Some("xn--d1acpjx3f.xn--p1ai")),
            ("\u{2615}.example", None),
            ("ex\u{200d}ample.com", None),
            ("example.com\u{ff0f}", None),
            ("e\u{301}.example", None),
            ("\u{130}.example", None),
            ("\u{1e9e}.example", None),
            ("\u{5d0}.example", None),
            ("xn--\u{fc}.example", None),
            ("a b", None),
        ];
        for (host, ascii) in table {
            assert_eq!(to_ascii(host).as_deref(), ascii, "{host}");
        }
    }

    #[test]
    fn labels_are_valid_only_where_they_stand_for_something() {
        for label in [
            "xn--bcher-kva",
            "xn--fa-hia",
            "xn--p1ai",
            "xn--80ak6aa92e",
            "xn--hxajbheg2az3al",
            "xn--jxalpdlp",
            "xn--xample-2of",
            "xn--53h",
            "xn--r8jz45g",
        ] {
            assert!(is_valid_label(label), "{label}");
        }
        for label in [
            "xn--",
            "xn--a",
            "xn--f",
            "xn--0",
            "xn---",
            "xn--zzzz-abc",
            "xn--zzzzz-",
            "xn--8i7caa",
            "xn--example-",
            // An upper-case and a full-width letter: mapped before they are spelled.
            "xn--dca",
            "xn--qi7c",
            "xn--xample-2of-",
            "bcher",
        ] {
            assert!(!is_valid_label(label), "{label}");
        }
    }
}
