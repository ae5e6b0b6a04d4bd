//! IP addresses as the host of an origin.

use super::notes::{AT, Note, Notes};
use crate::{
    ip,
    rules::{catalogue, text::shown},
};

/// Reads a host of http or https that ends in a number: the canonical address.
pub(super) fn read_v4(host: &str, at: usize, notes: &mut Notes) -> Option<String> {
    let range = at..at + host.len();
    let Some(address) = ip::parse_v4(host) else {
        let odd = format!("has the host `{}`, which ends in a number and is no IPv4 address", shown(host));
        notes.add(&catalogue::ORIGIN_IPV4_INVALID, range, odd);
        return None;
    };
    let canonical = address.to_string();
    if canonical != host {
        let odd = format!("has the IPv4 address `{}`, which browsers send as `{canonical}`", shown(host));
        notes.push(Note::new(&catalogue::ORIGIN_IPV4_NOT_CANONICAL, range, odd).before("write"));
    }
    Some(canonical)
}

/// Reads what stands in brackets: the canonical address.
pub(super) fn read_v6(host: &str, at: usize, notes: &mut Notes) -> Option<String> {
    let range = at..at + host.len();
    if host.contains('*') {
        notes.add(&catalogue::WILDCARD_IP, range, "has a wildcard in an IPv6 address");
        return None;
    }
    if let Some((address, zone)) = host.split_once('%') {
        let odd = format!("has the zone `%{}` in an IPv6 address, byte {AT}", shown(zone));
        notes.push(
            Note::new(&catalogue::ORIGIN_IPV6_ZONE, at + address.len()..range.end, odd)
                .before("remove the zone:"),
        );
        return ip::parse_v6(address).map(ip::canonical_v6);
    }
    let Some(address) = ip::parse_v6(host) else {
        let odd = format!("has `[{}]`, which is no IPv6 address", shown(host));
        notes.add(&catalogue::ORIGIN_IPV6_INVALID, range, odd);
        return None;
    };
    let canonical = ip::canonical_v6(address);
    if canonical != host {
        let odd = format!("has the IPv6 address `{}`, which browsers send as `{canonical}`", shown(host));
        notes.push(Note::new(&catalogue::ORIGIN_IPV6_NOT_CANONICAL, range, odd).before("write"));
    }
    Some(canonical)
}

/// The note about an authority that is an IPv6 address without its brackets, with or without a port.
pub(super) fn unbracketed(scheme: &str, authority: &str, at: usize) -> Option<Note> {
    let literal = |host: &str, port: &str| {
        let host = ip::canonical_v6(ip::parse_v6(host)?);
        Some(format!("\"{scheme}://[{host}]{port}\""))
    };
    let whole = literal(authority, "");
    let with_port = authority.rsplit_once(':').and_then(|(host, port)| {
        let number: u16 = port.parse().ok()?;
        // The default port is left out here as everywhere.
        let is_default = matches!((scheme, number), ("http", 80) | ("https", 443));
        if number.to_string() != port || number == 0 {
            None
        } else {
            literal(host, &if is_default { String::new() } else { format!(":{port}") })
        }
    });
    let meant = match (with_port, whole) {
        // The last group may be a port.
        (Some(with_port), Some(whole)) => format!("{with_port} or {whole}"),
        (Some(meant), None) | (None, Some(meant)) => meant,
        (None, None) => return None,
    };
    let odd = format!("has the IPv6 address `{}` without brackets, byte {AT}", shown(authority));
    Some(
        Note::new(&catalogue::ORIGIN_IPV6_UNBRACKETED, at..at + authority.len(), odd)
            .help(format!("put the address in brackets: {meant}")),
    )
}
