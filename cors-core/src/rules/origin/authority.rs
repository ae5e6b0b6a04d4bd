//! The authority of an origin: user part, host, port.

use super::{
    address,
    notes::{AT, Note, Notes},
    port,
    whole::part,
    wildcard,
};
use crate::{
    pattern::PortPattern,
    rules::{catalogue, text::shown},
};

/// Whether a pattern stands for the names below its host.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subdomains {
    /// The host itself.
    None,
    /// The names below it.
    Any,
}

/// An authority that can be a part of a pattern.
pub(super) struct Parts<'a> {
    pub(super) host: (Subdomains, &'a str),
    pub(super) port: PortPattern,
}

/// Reads the authority `text`, which starts at byte `at`: its parts, and what it should have been.
pub(super) fn read<'a>(
    scheme: &str,
    text: &'a str,
    at: usize,
    notes: &mut Notes,
) -> (Option<Parts<'a>>, Option<String>) {
    let Some((user, rest)) = text.rsplit_once('@') else { return read_host(scheme, text, at, notes) };
    let end = at + user.len() + 1;
    let odd = format!("has the user part `{}@`, byte {AT}: its host is `{}`", shown(user), shown(rest));
    let note = Note::new(&catalogue::ORIGIN_HAS_USERINFO, at..end, odd).before("remove the user part:");
    // `example.com@evil.net`: it would be the wrong one of two hosts that is offered.
    let looks_like_host = user.contains('.');
    notes.push(if looks_like_host { note.help("write the one host that is meant") } else { note });
    let (_, correction) = read_host(scheme, rest, end, notes);
    (None, correction.filter(|_| !looks_like_host))
}

/// Reads an authority without a user part.
fn read_host<'a>(
    scheme: &str,
    text: &'a str,
    at: usize,
    notes: &mut Notes,
) -> (Option<Parts<'a>>, Option<String>) {
    if text.starts_with('[') {
        return read_bracketed(scheme, text, at, notes);
    }
    if let Some(note) = address::unbracketed(scheme, text, at) {
        notes.push(note);
        return (None, None);
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let corrected = wildcard::read(scheme, host, at, notes);
    let (port, corrected_port) = port::read(scheme, port, at + host.len(), notes);
    let name = host.strip_prefix("*.").map_or((Subdomains::None, host), |base| (Subdomains::Any, base));
    (
        port.map(|port| Parts { host: name, port }),
        corrected.zip(corrected_port).map(|(host, port)| format!("{host}{port}")),
    )
}

/// Reads an authority that starts with a bracket: an IPv6 address.
fn read_bracketed<'a>(
    scheme: &str,
    text: &'a str,
    at: usize,
    notes: &mut Notes,
) -> (Option<Parts<'a>>, Option<String>) {
    let Some(end) = text.find(']').map(|bracket| bracket + 1) else {
        let odd = format!("is not `scheme://host[:port]`: `[` at byte {AT} is not closed");
        notes.add(&catalogue::ORIGIN_MALFORMED, at..at + text.len(), odd);
        return (None, None);
    };
    let (host, rest) = (part(text, 0..end), part(text, end..text.len()));
    let corrected = address::read_v6(part(host, 1..host.len() - 1), at + 1, notes);
    let port = rest.strip_prefix(':');
    if port.is_none() && !rest.is_empty() {
        let from = at + end;
        let odd =
            format!("is not `scheme://host[:port]`: unexpected `{}` after the host, byte {AT}", shown(rest));
        notes.add(&catalogue::ORIGIN_MALFORMED, from..from + rest.len(), odd);
        return (None, None);
    }
    let (port, corrected_port) = port::read(scheme, port, at + end, notes);
    (
        port.map(|port| Parts { host: (Subdomains::None, host), port }),
        corrected.zip(corrected_port).map(|(host, port)| format!("[{host}]{port}")),
    )
}
