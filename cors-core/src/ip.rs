//! IP addresses as hosts.
//!
//! Implements [URL, "Host parsing"](https://url.spec.whatwg.org/#host-parsing) for addresses: browsers read many
//! spellings and send one.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the last label of `host` is a number: then, on http and https, the whole is an IPv4 address or an error.
///
/// The [ends-in-a-number checker](https://url.spec.whatwg.org/#ends-in-a-number-checker).
pub(crate) fn ends_in_a_number(host: &str) -> bool {
    let last = match host.strip_suffix('.') {
        Some(rest) => rest.rsplit('.').next(),
        None => host.rsplit('.').next(),
    };
    last.is_some_and(|last| {
        !last.is_empty() && (last.bytes().all(|byte| byte.is_ascii_digit()) || v4_number(last).is_some())
    })
}

/// The IPv4 address that browsers read in `host`.
///
/// The [IPv4 parser](https://url.spec.whatwg.org/#concept-ipv4-parser): one to four numbers, decimal, octal or
/// hexadecimal, of which the last fills what is left.
pub(crate) fn parse_v4(host: &str) -> Option<Ipv4Addr> {
    let parts =
        host.strip_suffix('.').unwrap_or(host).split('.').map(v4_number).collect::<Option<Vec<_>>>()?;
    let (&last, leading) = parts.split_last()?;
    let free = 4_usize.checked_sub(leading.len()).filter(|&free| free > 0)?;
    if leading.iter().any(|&part| part > 255) || last >= 256_u64.pow(u32::try_from(free).ok()?) {
        return None;
    }
    let upper = leading.iter().fold(0, |address, &part| address << 8 | part);
    u32::try_from((upper << (8 * free)) | last).ok().map(Ipv4Addr::from)
}

/// The IPv6 address that browsers read in `host`, which stands without its brackets.
///
/// The parser of the standard library accepts what the
/// [IPv6 parser](https://url.spec.whatwg.org/#concept-ipv6-parser) does.
pub(crate) fn parse_v6(host: &str) -> Option<Ipv6Addr> {
    host.parse().ok()
}

/// How browsers send an IPv6 address: RFC 5952, but never with a dotted quad.
///
/// The [IPv6 serializer](https://url.spec.whatwg.org/#concept-ipv6-serializer).
pub(crate) fn canonical_v6(address: Ipv6Addr) -> String {
    let pieces = address.segments();
    let (mut longest, mut run) = (0..0, 0..0);
    for (index, &piece) in pieces.iter().enumerate() {
        run = if piece == 0 { run.start..index + 1 } else { index + 1..index + 1 };
        if run.len() > longest.len().max(1) {
            longest = run.clone();
        }
    }
    let join = |pieces: &[u16]| pieces.iter().map(|piece| format!("{piece:x}")).collect::<Vec<_>>().join(":");
    match (pieces.get(..longest.start), pieces.get(longest.end..)) {
        (Some(before), Some(after)) if !longest.is_empty() => format!("{}::{}", join(before), join(after)),
        _ => join(&pieces),
    }
}

/// A number of an IPv4 address, as the URL standard reads it.
fn v4_number(part: &str) -> Option<u64> {
    let (digits, radix) = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None => match part.strip_prefix('0') {
            Some(digits) if !digits.is_empty() => (digits, 8),
            _ => (part, 10),
        },
    };
    if part.is_empty() || !digits.bytes().all(|byte| char::from(byte).is_digit(radix)) {
        return None;
    }
    // `0x` alone is zero. A number that does not fit is a number all the same, only too large.
    if digits.is_empty() { Some(0) } else { Some(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_end_in_a_number_are_told_apart() {
        for host in
            ["1", "1.2.3.4", "foo.1", "foo.0x1", "foo.0x", "foo.08", "1.2.3.4.", "256.1.1.1", "0", "a..1"]
        {
            assert!(ends_in_a_number(host), "{host}");
        }
        for host in ["", ".", "..", "1.a", "1.2.3.4..", "a.1x", "0xg", "x1.example", "1.-1", "1.+1"] {
            assert!(!ends_in_a_number(host), "{host}");
        }
    }

    #[test]
    fn ipv4_addresses_are_read_as_browsers_do() {
        let table = [
            ("127.0.0.1", Some("127.0.0.1")),
            ("127.1", Some("127.0.0.1")),
            ("127.0.1", Some("127.0.0.1")),
            ("0x7f.1", Some("127.0.0.1")),
            ("2130706433", Some("127.0.0.1")),
            ("0177.0.0.1", Some("127.0.0.1")),
            ("010.0.0.1", Some("8.0.0.1")),
            ("1.2.3.4.", Some("1.2.3.4")),
            ("0", Some("0.0.0.0")),
            ("0x", Some("0.0.0.0")),
            ("4294967295", Some("255.255.255.255")),
            ("4294967296", None),
            ("1.16777215", Some("1.255.255.255")),
            ("1.16777216", None),
            ("256.1.1.1", None),
            ("1.2.3.256", None),
            ("1.2.3.4.5", None),
            ("1..2.3", None),
            ("08", None),
            ("foo.1", None),
            ("99999999999999999999999", None),
            ("", None),
        ];
        for (host, address) in table {
            assert_eq!(parse_v4(host).map(|a| a.to_string()).as_deref(), address, "{host}");
        }
    }

    #[test]
    fn ipv6_addresses_are_written_as_browsers_do() {
        let table = [
            ("::", Some("::")),
            ("::1", Some("::1")),
            ("0:0::1", Some("::1")),
            ("2001:0DB8::1", Some("2001:db8::1")),
            ("::ffff:1.2.3.4", Some("::ffff:102:304")),
            ("::127.0.0.1", Some("::7f00:1")),
            ("1:2:0:0:5:6:7:8", Some("1:2::5:6:7:8")),
            ("1:0:3:0:5:6:7:8", Some("1:0:3:0:5:6:7:8")),
            ("1:0:0:4:0:0:7:8", Some("1::4:0:0:7:8")),
            ("1:0:0:4:0:0:0:8", Some("1:0:0:4::8")),
            ("1:2:3:4:5:6:0:0", Some("1:2:3:4:5:6::")),
            ("0:1::", Some("0:1::")),
            ("1:2:3:4:5:6:7::", Some("1:2:3:4:5:6:7:0")),
            ("1:2:3:4::5:6:7:8", None),
            (":::1", None),
            ("::g", None),
            ("12345::1", None),
            ("1:2:3:4:5:6:7:8:9", None),
            ("1.2.3.4", None),
            ("fe80::1%eth0", None),
            ("::1.2.3.04", None),
            ("", None),
        ];
        for (host, canonical) in table {
            assert_eq!(parse_v6(host).map(canonical_v6).as_deref(), canonical, "{host}");
        }
    }
}
