//! The port of an origin.

use super::notes::{AT, Note, Notes};
use crate::{
    pattern::PortPattern,
    rules::{catalogue, text::shown},
};

/// Reads `port`, the text behind the colon at byte `at`; `None` stands for no colon.
///
/// The port, and what should have been written from the colon on.
pub(super) fn read(
    scheme: &str,
    port: Option<&str>,
    at: usize,
    notes: &mut Notes,
) -> (Option<PortPattern>, Option<String>) {
    let Some(text) = port else { return (Some(PortPattern::Default), Some(String::new())) };
    if text == "*" {
        return (Some(PortPattern::Any), Some(":*".to_owned()));
    }
    let range = at..at + 1 + text.len();
    let number = parse(text.trim_start_matches('0'));
    let default = default_port(scheme);
    let corrected = match number {
        _ if text.is_empty() => Some(String::new()),
        Some(number) if Some(number) == default => Some(String::new()),
        Some(number) => Some(format!(":{number}")),
        None => None,
    };
    if number.is_none() || text.starts_with('0') {
        let note = if text.is_empty() {
            Note::new(
                &catalogue::ORIGIN_PORT_INVALID,
                range,
                format!("has no port behind the `:`, byte {AT}"),
            )
            .before("remove the `:`:")
        } else {
            let odd = format!("has `{}` for a port, byte {AT}", shown(text));
            Note::new(&catalogue::ORIGIN_PORT_INVALID, range.start + 1..range.end, odd)
        };
        notes.push(note);
        return (None, corrected);
    }
    if number == default {
        let odd = format!("spells out `:{text}`, the default port of {scheme}");
        notes.push(Note::new(&catalogue::ORIGIN_DEFAULT_PORT, range, odd).before("remove the port:"));
    }
    (number.map(PortPattern::Number), corrected)
}

/// A port from 1 to 65535 in decimal digits.
fn parse(digits: &str) -> Option<u16> {
    // The parser of the standard library takes a sign.
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().ok().filter(|&port| port > 0)
    } else {
        None
    }
}

/// The [default port](https://url.spec.whatwg.org/#default-port) of the schemes that have origins.
fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}
