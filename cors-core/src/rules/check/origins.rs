//! The keys `origins`, `dev_origins` and `public_origin`, and `credentials` as far as it goes with them.

use std::collections::HashMap;

use super::{because_of_credentials, origin_text};
use crate::{
    error::{Field, Place, Violation},
    pattern::{OriginPattern, PortPattern},
    rules::{catalogue, origin, text::shown},
    spec::{OriginsSpec, PolicySpec},
};

pub(super) fn check(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let listed = match &policy.origins {
        OriginsSpec::List(items) => items.as_slice(),
        OriginsSpec::Unset | OriginsSpec::Runtime => &[],
    };
    let dev = policy.dev_origins.as_deref().unwrap_or_default();
    check_presence(policy, findings);
    check_mixed(listed, dev, findings);
    let mut entries = Entries::default();
    for (index, item) in listed.iter().enumerate() {
        let place = Place::item(Field::Origins, index);
        if let Some(pattern) = check_entry(item, place, policy, findings) {
            origin_text::check(&pattern, place, policy, findings);
            entries.add(item, place, Some(pattern), findings);
        } else {
            entries.add(item, place, None, findings);
        }
    }
    for (index, item) in dev.iter().enumerate() {
        let place = Place::item(Field::DevOrigins, index);
        let pattern = check_dev_entry(item, place, findings);
        entries.add(item, place, pattern, findings);
    }
    entries.check_coverage(findings);
    check_public_origin(policy, listed, findings);
}

/// Whether there is anybody to share with.
fn check_presence(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let nobody = match &policy.origins {
        OriginsSpec::Runtime => false,
        OriginsSpec::List(items) => items.is_empty(),
        OriginsSpec::Unset => true,
    };
    if !nobody || policy.dev_origins.as_ref().is_some_and(|items| !items.is_empty()) {
        return;
    }
    let is_unset = policy.origins == OriginsSpec::Unset;
    findings.push(if is_unset && policy.dev_origins.is_none() && policy.credentials {
        let what = "`credentials` is enabled and no origin is allowed";
        Violation::new(
            &catalogue::CREDENTIALS_WITHOUT_ORIGINS,
            Place::key(Field::Credentials),
            "credentials",
            what,
        )
    } else {
        let field = if is_unset && policy.dev_origins.is_some() { Field::DevOrigins } else { Field::Origins };
        let what = "the policy allows no origin";
        Violation::new(&catalogue::EMPTY_ORIGINS, Place::key(field), "", what)
    });
}

/// `any` beside other origins.
fn check_mixed(listed: &[String], dev: &[String], findings: &mut Vec<Violation>) {
    let Some(any) = listed.iter().position(|item| item == "*") else { return };
    let other = listed
        .iter()
        .position(|item| item != "*")
        .map(|index| Place::item(Field::Origins, index))
        .or_else(|| (!dev.is_empty()).then(|| Place::item(Field::DevOrigins, 0)));
    if let Some(other) = other {
        findings.push(
            Violation::new(
                &catalogue::WILDCARD_ORIGIN_MIXED,
                Place::item(Field::Origins, any),
                "*",
                "origin `*` stands beside other origins",
            )
            .with_help("keep either `*` or the others")
            .with_other(other, "another origin is listed here"),
        );
    }
}

/// Reads an item of `origins`; the pattern if no hard rule is broken.
fn check_entry<'a>(
    item: &'a str,
    place: Place,
    policy: &PolicySpec,
    findings: &mut Vec<Violation>,
) -> Option<OriginPattern<'a>> {
    match item {
        "*" => {
            if policy.credentials {
                let what = "origin `*` cannot be combined with `credentials`";
                let found = Violation::new(&catalogue::WILDCARD_WITH_CREDENTIALS, place, item, what);
                findings.push(because_of_credentials(found));
            }
            None
        }
        "null" => {
            findings.push(if policy.credentials {
                let what = "origin `null` cannot be combined with `credentials`";
                because_of_credentials(Violation::new(
                    &catalogue::NULL_ORIGIN_WITH_CREDENTIALS,
                    place,
                    item,
                    what,
                ))
            } else {
                Violation::new(&catalogue::NULL_ORIGIN, place, item, "origin `null` can be sent by any site")
            });
            None
        }
        _ => {
            let reading = origin::read(item);
            findings.extend(reading.findings.into_iter().map(|found| found.at(place)));
            reading.pattern
        }
    }
}

/// Reads an item of `dev_origins`; the pattern if it is this computer.
fn check_dev_entry<'a>(
    item: &'a str,
    place: Place,
    findings: &mut Vec<Violation>,
) -> Option<OriginPattern<'a>> {
    let reading = match item {
        "*" | "null" => origin::Reading { pattern: None, findings: Vec::new() },
        _ => origin::read(item),
    };
    let is_hard = reading.pattern.is_none() && !reading.findings.is_empty();
    let pattern = reading.pattern.filter(OriginPattern::is_loopback);
    findings.extend(reading.findings.into_iter().map(|found| found.at(place)));
    if pattern.is_none() && !is_hard {
        let what = format!("development origin `{}` is not this computer", shown(item));
        findings.push(Violation::new(&catalogue::DEV_ORIGIN_NOT_LOOPBACK, place, item, what));
    }
    if let Some(pattern) = pattern {
        origin_text::check_spelling(&pattern, place, findings);
    }
    pattern
}

fn check_public_origin(policy: &PolicySpec, listed: &[String], findings: &mut Vec<Violation>) {
    let Some(own) = policy.public_origin.as_deref() else { return };
    let place = Place::key(Field::PublicOrigin);
    let reading = origin::read_exact(own);
    findings.extend(reading.findings.into_iter().map(|found| found.at(place)));
    if reading.pattern.is_some() {
        if let Some(index) = listed.iter().position(|item| item == own) {
            let what = format!("origin `{}` is the API's own", shown(own));
            findings.push(
                Violation::new(
                    &catalogue::API_AND_ORIGIN_SAME,
                    Place::item(Field::Origins, index),
                    own,
                    what,
                )
                .with_other(place, "the API's own origin is given here"),
            );
        }
    }
}

/// The entries that were read, by their texts.
#[derive(Default)]
struct Entries<'a> {
    first: HashMap<&'a str, Place>,
    patterns: Vec<(OriginPattern<'a>, Place)>,
}

impl<'a> Entries<'a> {
    /// Adds an entry, or notes that it was there before.
    fn add(
        &mut self,
        item: &'a str,
        place: Place,
        pattern: Option<OriginPattern<'a>>,
        findings: &mut Vec<Violation>,
    ) {
        if let Some(&first) = self.first.get(item) {
            let what = format!("origin `{}` is listed twice", shown(item));
            let found = Violation::new(&catalogue::DUPLICATE_ORIGIN, place, item, what);
            findings.push(found.with_other(first, "it is listed here first"));
            return;
        }
        self.first.insert(item, place);
        self.patterns.extend(pattern.map(|pattern| (pattern, place)));
    }

    /// Notes the entries that another one covers.
    ///
    /// The few patterns that can cover an entry are looked up by their texts, so that long lists stay cheap.
    fn check_coverage(&self, findings: &mut Vec<Violation>) {
        for &(pattern, place) in &self.patterns {
            // What is allowed in every build is not covered by what only development builds allow.
            let covering = covering_texts(&pattern)
                .find_map(|text| self.first.get_key_value(text.as_str()))
                .filter(|(_, cover)| cover.field() == Field::Origins || place.field() == Field::DevOrigins)
                // A host with odd characters, for which the author has opted out, is below none.
                .filter(|(cover, _)| OriginPattern::parse(cover).is_ok_and(|cover| cover.covers(&pattern)));
            if let Some((cover, &other)) = covering {
                let what = format!("origin `{}` is covered by `{cover}`", shown(pattern.as_str()));
                findings.push(
                    Violation::new(&catalogue::ORIGIN_SUBSUMED, place, pattern.as_str(), what)
                        .with_other(other, "this pattern covers it"),
                );
            }
        }
    }
}

/// The texts of the patterns that cover `pattern`, but for its own.
fn covering_texts<'p>(pattern: &'p OriginPattern<'_>) -> impl Iterator<Item = String> + use<'p> {
    let (scheme, host) = (pattern.scheme(), pattern.host());
    let port = match pattern.port() {
        PortPattern::Number(port) => format!(":{port}"),
        PortPattern::Default | PortPattern::Any => String::new(),
    };
    let is_any = pattern.port() == PortPattern::Any;
    let stars = if pattern.has_subdomains() { "*." } else { "" };
    let same_host = (!is_any).then(|| format!("{scheme}://{stars}{host}:*"));
    let above = host.match_indices('.').filter_map(move |(dot, _)| host.get(dot + 1..));
    let wider = above.filter(|base| !base.is_empty()).flat_map(move |base| {
        let own_port = (!is_any).then(|| format!("{scheme}://*.{base}{port}"));
        own_port.into_iter().chain([format!("{scheme}://*.{base}:*")])
    });
    same_host.into_iter().chain(wider)
}
