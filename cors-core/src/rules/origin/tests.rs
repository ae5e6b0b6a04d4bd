//! Texts of origins and all that is said about each, and texts made by chance.

use std::fmt::Write as _;

use super::*;
use crate::pattern::PortPattern;

/// `findings.txt`: a line `> "text"` for each text, followed by its findings.
const FINDINGS: &str = include_str!("findings.txt");

/// The text of a line of `findings.txt`: a Rust literal, in which `@n@` stands for `n` letters.
fn unescape(line: &str) -> String {
    if line == "(empty)" {
        return String::new();
    }
    let mut text = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '@' && rest.starts_with(|c: char| c.is_ascii_digit()) {
            let (count, behind) = rest.split_once('@').expect("a count");
            text.push_str(&letters(count.parse().expect("a number")));
            rest = behind;
        } else if c != '\\' {
            text.push(c);
        } else if let Some((point, behind)) = rest.strip_prefix("u{").and_then(|rest| rest.split_once('}')) {
            text.push(
                char::from_u32(u32::from_str_radix(point, 16).expect("hexadecimal")).expect("a character"),
            );
            rest = behind;
        } else {
            text.push(match rest.as_bytes()[0] {
                b't' => '\t',
                b'r' => '\r',
                b'n' => '\n',
                other => char::from(other),
            });
            rest = &rest[1..];
        }
    }
    text
}

/// Labels of at most 63 letters, `count` bytes in all; one letter more for a single label.
fn letters(count: usize) -> String {
    if count == 63 {
        return "a".repeat(64);
    }
    (0..count).map(|index| if index % 64 == 63 && index + 1 < count { '.' } else { 'a' }).collect()
}

#[test]
fn every_mistake_has_its_text() {
    let mut actual = String::new();
    for line in FINDINGS.lines().filter_map(|line| line.strip_prefix("> ")) {
        let text = unescape(line);
        writeln!(actual, "> {line}").expect("memory");
        for found in read(&text).findings {
            let range = found.range().expect("a range");
            assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
            assert_eq!(found.value(), text);
            writeln!(actual, "{}..{}: {found}", range.start, range.end).expect("memory");
        }
    }
    if std::env::var_os("CORS_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/origin/findings.txt");
        std::fs::write(path, &actual).expect("the file of the findings");
    }
    assert!(actual == FINDINGS, "the findings are now:\n{actual}");
}

#[test]
fn every_rule_about_texts_is_shown() {
    let elsewhere = ["empty-origins"];
    for rule in crate::rules::ALL.iter().take_while(|rule| rule.id() != "wildcard-with-credentials") {
        let shown = FINDINGS.contains(&format!("[cors::{}]", rule.id()));
        assert!(shown || elsewhere.contains(&rule.id()), "{}", rule.id());
    }
}

#[test]
fn texts_without_a_mistake_are_taken_as_they_are() {
    for text in [
        "https://a.example",
        "http://localhost:3000",
        "https://a_b.-c.example.",
        "https://xn--bcher-kva.example",
        "https://*.a.example:8443",
        "http://[1:2::5:6:7:8]",
        "https://0.0.0.0.example",
        "foo.bar+x-1://127.1",
        "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai",
        "moz-extension://3f3f4b1d-8e0a-4a86-8a0e-0d8f4a0b2c11",
    ] {
        let reading = read(text);
        assert!(reading.findings.is_empty() && reading.pattern.is_some(), "{text}: {:?}", reading.findings);
    }
}

#[test]
fn a_denied_text_is_still_read() {
    for text in ["https://a!b.example", "https://xn--a.example"] {
        let reading = read(text);
        assert_eq!((reading.findings.len(), reading.pattern.map(|p| p.as_str())), (1, Some(text)));
    }
}

/// Marsaglia's xorshift: the same texts in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("below the limit")
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// A seed that is a real origin more often than not, with up to four pieces put in or taken out.
    fn text(&mut self) -> String {
        let mut text: Vec<char> = self.pick(SEEDS).chars().collect();
        for _ in 0..self.below(5) {
            let at = self.below(text.len() + 1);
            if self.below(3) == 0 && at < text.len() {
                text.remove(at);
            } else {
                text.splice(at..at, self.pick(PIECES).chars());
            }
        }
        text.into_iter().collect()
    }
}

const SEEDS: &[&str] = &[
    "",
    "https://a.example",
    "https://*.example.com",
    "http://localhost:3000",
    "http://127.0.0.1:8080",
    "http://[2001:db8::1]:90",
    "https://xn--bcher-kva.example",
    "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai",
    "https://b\u{fc}cher.example",
    "https://${HOST}.example",
    "https://a.example, https://b.example",
];
const PIECES: &[&str] = &[
    ":",
    "/",
    "//",
    "://",
    ".",
    "..",
    "*",
    "*.",
    "-",
    "_",
    "@",
    "?",
    "#",
    "[",
    "]",
    "%",
    "%41",
    "%2a",
    "\\",
    " ",
    "\t",
    "\u{200b}",
    "\u{e9}",
    "\u{3042}",
    "\u{10ffff}",
    "\u{1}",
    "^",
    "!",
    ",",
    ";",
    "{",
    "}",
    "<",
    ">",
    "$",
    "A",
    "a",
    "0",
    "1",
    "443",
    "80",
    "65536",
    "0x",
    "::",
    "xn--",
    "https",
    "null",
    "ws:",
    "'",
    "(s)",
    "\0",
    "\n",
];

/// A second, simple reader of exact origins: the grammar of the `Origin` header, and what browsers send beyond it.
fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let (host, port) = match rest.rfind(':') {
        Some(colon) if !rest.ends_with(']') => (&rest[..colon], Some(&rest[colon + 1..])),
        _ => (rest, None),
    };
    let good_scheme = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c));
    let good_port = port.is_none_or(|port| {
        port.parse::<u16>().is_ok_and(|number| {
            number > 0
                && number.to_string() == port
                && !matches!((scheme, number), ("http", 80) | ("https", 443))
        })
    });
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_name = name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
        });
    let ends_in_number = name.rsplit('.').next().is_some_and(|label| {
        label.bytes().all(|b| b.is_ascii_digit())
            || label.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    let is_v4 = host.parse::<std::net::Ipv4Addr>().is_ok();
    let is_v6 = host.starts_with('[')
        && host.ends_with(']')
        && host[1..host.len() - 1].parse::<std::net::Ipv6Addr>().is_ok()
        && host.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b) || b":[]".contains(&b))
        && !host.contains(":0:0:")
        && !host.contains(":00");
    let good_host = if matches!(scheme, "http" | "https") && ends_in_number { is_v4 } else { is_name };
    good_scheme && good_port && (good_host || is_v6)
}

#[test]
fn texts_made_by_chance_do_no_harm() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut accepted, mut corrected) = (0, 0);
    for _ in 0..100_000 {
        let text = chance.text();
        let reading = read(&text);
        if let Some(pattern) = reading.pattern.filter(|_| reading.findings.is_empty()) {
            assert_eq!(pattern.as_str(), text);
            // A pattern is an origin once its wildcards are filled in.
            let mut filled = text.clone();
            if pattern.has_subdomains() {
                filled = filled.replacen("*.", "a.", 1);
            }
            if pattern.port() == PortPattern::Any {
                filled = filled.replacen(":*", ":7", 1);
            }
            assert!(is_origin(&filled), "{text:?}");
            accepted += 1;
        } else {
            assert!(!is_origin(&text) || reading.findings.iter().any(is_beyond_the_naive), "{text:?}");
        }
        for found in &reading.findings {
            let range = found.range().expect("a range");
            assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}: {found}");
            assert!(!found.what().contains(['\n', '\t', '\0']), "{found}");
            corrected += usize::from(check_correction(found));
        }
    }
    assert!(accepted > 10_000 && corrected > 10_000, "{accepted} accepted, {corrected} corrected");
}

/// Rules that the second reader knows nothing of.
fn is_beyond_the_naive(found: &Violation) -> bool {
    matches!(
        found.rule().id(),
        "origin-scheme-never-sent"
            | "origin-punycode-invalid"
            | "extension-id-invalid"
            | "origin-ipv6-not-canonical"
    )
}

/// Whether `found` offers a text to paste; which must be one without a finding.
fn check_correction(found: &Violation) -> bool {
    let is_general = found.help() == found.rule().fix();
    // Parts of lists are offered as they stand.
    if is_general
        || matches!(found.rule().id(), "origin-list" | "origin-missing-scheme")
            && !found.help().contains("://")
    {
        return false;
    }
    let Some((_, literal)) = found.help().split_once('"') else { return false };
    let Some((literal, _)) = literal.split_once('"') else { return false };
    if found.rule().id() == "origin-list" || literal == "*" {
        return false;
    }
    let again = read(literal);
    assert!(again.findings.is_empty() && again.pattern.is_some(), "{found}");
    true
}

/// A name of `length` bytes in labels of at most 63.
fn name_of(length: usize) -> String {
    let mut name = String::new();
    while name.len() < length {
        let left = length - name.len();
        let label = if left > 64 { 63 } else { left };
        name.push_str(&"a".repeat(label));
        if name.len() < length {
            name.push('.');
        }
    }
    name
}

#[test]
fn limits_are_reached_and_not_passed() {
    let wildcard = |base| format!("https://*.{}", name_of(base));
    let scheme = |length| format!("{}://host", "s".repeat(length));
    for (text, expected) in [
        (format!("https://{}", name_of(253)), None),
        (format!("https://{}", name_of(254)), Some("origin-host-too-long")),
        (format!("https://{}.example", "l".repeat(63)), None),
        (format!("https://{}.example", "l".repeat(64)), Some("origin-host-too-long")),
        (wildcard(251), None),
        (wildcard(252), Some("origin-host-too-long")),
        (wildcard(253), Some("origin-host-too-long")),
        (scheme(64), None),
        (scheme(65), Some("origin-malformed")),
        (scheme(66), Some("origin-malformed")),
        ("https://a.example:65535".to_owned(), None),
        ("https://a.example:65536".to_owned(), Some("origin-port-invalid")),
        ("https://a.example:1".to_owned(), None),
        ("https://a.example:0".to_owned(), Some("origin-port-invalid")),
    ] {
        let reading = read(&text);
        let ids: Vec<_> = reading.findings.iter().map(|found| found.rule().id()).collect();
        assert_eq!(ids, Vec::from_iter(expected), "{text}");
    }
}

/// What can never match is nothing to be judged further.
#[test]
fn a_hopeless_text_has_no_pattern() {
    for text in ["http://App.example.com", "https://a.example/", "https://a!b.example:443", "https://*.Com"] {
        assert_eq!(read(text).pattern, None, "{text}");
    }
}
