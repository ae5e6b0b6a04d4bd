//! The rules about one origin that can match: what is risky about it, and what is odd.

use super::because_of_credentials;
use crate::{
    error::{Place, Violation},
    pattern::{OriginPattern, PortPattern},
    rules::{Rule, catalogue, origin, text::shown},
    spec::PolicySpec,
    suffix::{self, Standing},
};

/// Judges an entry of `origins`.
pub(super) fn check(
    pattern: &OriginPattern<'_>,
    place: Place,
    policy: &PolicySpec,
    findings: &mut Vec<Violation>,
) {
    let mut entry = Entry { pattern, place, credentials: policy.credentials, findings };
    entry.check_subdomains();
    entry.check_port();
    entry.check_scheme();
    entry.check_owner();
    check_spelling(pattern, place, findings);
}

/// Notes what is odd about the spelling of an entry, although browsers send it.
pub(super) fn check_spelling(pattern: &OriginPattern<'_>, place: Place, findings: &mut Vec<Violation>) {
    let text = pattern.as_str();
    let host = pattern.host();
    let start = pattern.scheme().len() + if pattern.has_subdomains() { "://*.".len() } else { "://".len() };
    let mut add = |rule, at: usize, odd: &str, help: Option<String>| {
        let what = format!("origin `{}` {odd}, byte {}", shown(text), start + at);
        let found = Violation::new(rule, place, text, what).with_range(start + at..start + at + 1);
        findings.push(match help {
            Some(help) => found.with_help(help),
            None => found,
        });
    };
    if let Some(name) = host.strip_suffix('.') {
        let without = format!(
            "{}{name}{}",
            text.get(..start).unwrap_or_default(),
            text.get(start + host.len()..).unwrap_or_default()
        );
        let help = format!("remove the dot: \"{without}\", or list both");
        add(&catalogue::ORIGIN_TRAILING_DOT, name.len(), "has a dot at the end of its host", Some(help));
    }
    if let Some(at) = host.find('_') {
        add(&catalogue::ORIGIN_HOST_UNDERSCORE, at, "has an underscore in its host", None);
    }
    let mut at = 0;
    for label in host.split('.') {
        if label.starts_with('-') || label.ends_with('-') {
            let hyphen = if label.starts_with('-') { at } else { at + label.len() - 1 };
            add(&catalogue::ORIGIN_HOST_ODD_HYPHEN, hyphen, "has a hyphen at the edge of a label", None);
            break;
        }
        at += label.len() + 1;
    }
}

/// An entry that is being judged.
struct Entry<'a> {
    pattern: &'a OriginPattern<'a>,
    place: Place,
    credentials: bool,
    findings: &'a mut Vec<Violation>,
}

impl Entry<'_> {
    fn found(&self, rule: &'static Rule, odd: &str) -> Violation {
        let text = self.pattern.as_str();
        Violation::new(rule, self.place, text, format!("origin `{}` {odd}", shown(text)))
    }

    /// Of a rule and its stricter form for `credentials`, adds the one that applies.
    fn add_by_credentials(&mut self, plain: &'static Rule, strict: &'static Rule, odd: &str) {
        let found = if self.credentials {
            because_of_credentials(self.found(strict, &format!("{odd} and is combined with `credentials`")))
        } else {
            self.found(plain, odd)
        };
        self.findings.push(found);
    }

    fn check_subdomains(&mut self) {
        if !self.pattern.has_subdomains() {
            return;
        }
        let host = self.pattern.host();
        let name = host.strip_suffix('.').unwrap_or(host);
        let (rule, odd, why) = match suffix::standing(name) {
            Standing::Suffix => (
                &catalogue::PUBLIC_SUFFIX_WILDCARD,
                format!("covers everything below the public suffix `{name}`"),
                format!(
                    "anyone can register a name below `{name}` (Public Suffix List of {})",
                    suffix::date()
                ),
            ),
            Standing::Above(below) => {
                let date = suffix::date();
                let (odd, place) = match below.strip_prefix("*.") {
                    Some(parent) => (
                        format!("every name directly below `{parent}` is one"),
                        format!("the names in `{parent}`"),
                    ),
                    None => (format!("`{below}` is one"), format!("`{below}`")),
                };
                (
                    &catalogue::PUBLIC_SUFFIX_BELOW_WILDCARD,
                    format!("covers public suffixes: {odd}"),
                    format!(
                        "`{name}` is no public suffix itself, but anyone can register a name below {place} (Public Suffix List of {date})"
                    ),
                )
            }
            Standing::Private => {
                if self.credentials {
                    let found = self.found(
                        &catalogue::SUBDOMAIN_WILDCARD_WITH_CREDENTIALS,
                        "covers all subdomains and is combined with `credentials`",
                    );
                    self.findings.push(because_of_credentials(found));
                }
                return;
            }
        };
        let found = self.found(rule, &odd).with_why(why);
        self.findings.push(match rule.id() {
            "public-suffix-wildcard" => {
                let narrow = self.pattern.as_str().replacen("*.", "*.you.", 1);
                found.with_help(format!("narrow it to your own name: \"{narrow}\""))
            }
            _ => found,
        });
    }

    fn check_port(&mut self) {
        if self.pattern.port() == PortPattern::Any && !self.pattern.is_loopback() {
            self.add_by_credentials(
                &catalogue::WILDCARD_PORT,
                &catalogue::WILDCARD_PORT_WITH_CREDENTIALS,
                "covers every port",
            );
        }
    }

    fn check_scheme(&mut self) {
        match self.pattern.scheme() {
            "https" | "chrome-extension" | "extension" | "capacitor" | "ionic" | "tauri" => {}
            "http" => {
                if self.credentials && !self.pattern.is_loopback() {
                    let rule = &catalogue::INSECURE_ORIGIN_WITH_CREDENTIALS;
                    let found = because_of_credentials(
                        self.found(rule, "is not encrypted and is combined with `credentials`"),
                    );
                    let secure = self.pattern.as_str().replacen("http:", "https:", 1);
                    // Port 443 would be the default one.
                    let can_be_pasted = origin::read(&secure).findings.is_empty();
                    self.findings.push(if can_be_pasted {
                        found.with_help(format!("write \"{secure}\""))
                    } else {
                        found
                    });
                }
            }
            "moz-extension" | "safari-web-extension" => {
                let found = self.found(&catalogue::EXTENSION_ORIGIN_RANDOM, "is made at installation");
                self.findings.push(found);
            }
            scheme => {
                let odd = format!("has the scheme `{scheme}`, which browsers do not know");
                let found = self.found(&catalogue::ORIGIN_UNKNOWN_SCHEME, &odd);
                self.findings.push(found);
            }
        }
    }

    /// Whether strangers have this origin too.
    fn check_owner(&mut self) {
        if self.credentials && SHARED_APPS.contains(&self.pattern.as_str()) {
            let rule = &catalogue::SHARED_APP_ORIGIN_WITH_CREDENTIALS;
            let found = self.found(rule, "is shared by many apps and is combined with `credentials`");
            self.findings.push(because_of_credentials(found));
        }
        let host = self.pattern.host();
        let covers = |playground: &str| {
            // A pattern over a top-level domain has worse to be told.
            let below = host.contains('.')
                && playground.strip_suffix(host).is_some_and(|labels| labels.ends_with('.'));
            playground == host || (self.pattern.has_subdomains() && below)
        };
        let is_web = matches!(self.pattern.scheme(), "http" | "https");
        if let Some(playground) = PLAYGROUNDS.iter().find(|playground| is_web && covers(playground)) {
            self.add_by_credentials(
                &catalogue::PLAYGROUND_ORIGIN,
                &catalogue::PLAYGROUND_ORIGIN_WITH_CREDENTIALS,
                &format!("allows scripts that anyone publishes on `{playground}`"),
            );
        }
    }
}

/// Origins that every app of a framework has.
const SHARED_APPS: [&str; 6] = [
    "capacitor://localhost",
    "ionic://localhost",
    "tauri://localhost",
    "https://localhost",
    "http://tauri.localhost",
    "https://tauri.localhost",
];

/// Hosts on which anyone can publish script.
const PLAYGROUNDS: [&str; 6] =
    ["codepen.io", "s.codepen.io", "cdpn.io", "jsfiddle.net", "fiddle.jshell.net", "jsbin.com"];
