//! The check of a policy against the rulebook.

mod exposed_headers;
mod methods;
mod opt_outs;
mod origin_text;
mod origins;
mod request_headers;

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
};

use super::{catalogue, text::shown};
use crate::{
    error::{Field, Place, Violation},
    max_age,
    spec::{MaxAgeSpec, PolicySpec},
};

/// Every finding of every rule about `policy`: in the order of its keys, and of the items of a key.
///
/// What `danger` opts out of and what `silence` silences is left out. Warnings are findings too; whether they matter is
/// for the caller to say. Rules that need to see more than the policy (its route, the words of an attribute) are
/// raised by those who do.
#[must_use]
pub fn check(policy: &PolicySpec) -> Vec<Violation> {
    let mut findings = Vec::new();
    origins::check(policy, &mut findings);
    methods::check(policy, &mut findings);
    request_headers::check(policy, &mut findings);
    exposed_headers::check(policy, &mut findings);
    check_max_age(policy, &mut findings);
    check_preflight_status(policy, &mut findings);
    opt_outs::check(policy, &mut findings);
    opt_outs::apply(policy, &mut findings);
    findings.sort_by_key(|found| (found.place(), found.range().map(|range| range.start)));
    findings
}

fn check_max_age(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let Some(written) = &policy.max_age else { return };
    let seconds = match max_age::parse(written) {
        Ok(seconds) => seconds,
        Err(found) => return findings.push(found),
    };
    let (rule, who) = if seconds > max_age::FIREFOX_CAP {
        (&catalogue::MAX_AGE_OVER_BROWSER_CAP, "any browser keeps it")
    } else if seconds > max_age::CHROMIUM_CAP {
        (&catalogue::MAX_AGE_OVER_CHROMIUM_CAP, "Chromium keeps it")
    } else {
        return;
    };
    let value = match written {
        MaxAgeSpec::Seconds(seconds) => seconds.to_string(),
        MaxAgeSpec::Text(text) => text.clone(),
    };
    let what = format!("max age `{}` is longer than {who}", shown(&value));
    findings.push(Violation::new(rule, Place::key(Field::MaxAge), value, what));
}

fn check_preflight_status(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let Some(status) = policy.preflight_status.filter(|status| !(200..=299).contains(status)) else { return };
    findings.push(Violation::new(
        &catalogue::PREFLIGHT_STATUS_NOT_OK,
        Place::key(Field::PreflightStatus),
        status.to_string(),
        format!("preflight status `{status}` is not one of 200 to 299"),
    ));
}

/// A finding that `credentials` has a part in.
fn because_of_credentials(found: Violation) -> Violation {
    found.with_other(Place::key(Field::Credentials), "`credentials` is enabled here")
}

/// What comes of an item of a list in which each item counts once.
#[derive(Default)]
struct Seen<'a> {
    first: HashMap<Cow<'a, str>, Place>,
}

impl<'a> Seen<'a> {
    /// Where `item` was seen before; from now on it was seen at `place`.
    fn before(&mut self, item: impl Into<Cow<'a, str>>, place: Place) -> Option<Place> {
        match self.first.entry(item.into()) {
            Entry::Occupied(entry) => Some(*entry.get()),
            Entry::Vacant(entry) => {
                entry.insert(place);
                None
            }
        }
    }
}

/// The cure for an item that is several tokens; `None` where it is not.
fn split_tokens(item: &str) -> Option<String> {
    let tokens: Vec<&str> = item
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
        .filter(|token| !token.is_empty())
        .collect();
    let all = tokens.iter().all(|token| crate::token::is_token(token.as_bytes()));
    let quoted: Vec<String> = tokens.iter().map(|token| format!("\"{token}\"")).collect();
    match quoted.len() {
        1 if all => Some(format!("write {}", quoted.join(""))),
        2.. if all && item.contains([',', ';']) => Some(format!("split it: {}", quoted.join(", "))),
        _ => None,
    }
}

/// What makes `item` no token, as the end of a sentence.
fn odd_in_token(item: &str) -> String {
    match crate::token::first_odd_char(item) {
        Some((at, c)) => format!("unexpected `{}`, byte {at}", shown(c.encode_utf8(&mut [0; 4]))),
        None => "it is empty".to_owned(),
    }
}

#[cfg(test)]
mod tests;
