//! Hosts: which characters they hold, and which of them are this computer.

/// Whether `host` is this computer: `localhost`, a name below it, `127.0.0.0/8` or `[::1]`.
///
/// The hosts that
/// [Secure Contexts](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy) trusts without https.
pub(crate) fn is_loopback(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    name == "localhost"
        || name.ends_with(".localhost")
        || host == "[::1]"
        || host.parse().is_ok_and(|address: std::net::Ipv4Addr| address.is_loopback())
}

/// Whether the URL parser fails on `c` in a host: an ASCII
/// [forbidden domain code point](https://url.spec.whatwg.org/#forbidden-domain-code-point).
pub(crate) const fn is_forbidden(c: char) -> bool {
    c.is_ascii_control()
        || matches!(c, ' ' | '#' | '%' | '/' | ':' | '<' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '|')
}

/// Whether some browsers send `c` in a host, although no DNS name in use holds it.
pub(crate) const fn is_odd(c: char) -> bool {
    matches!(
        c,
        '!' | '"' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | '`' | '{' | '}' | '~'
    )
}

/// The longest label that DNS knows, in bytes.
pub(crate) const LONGEST_LABEL: usize = 63;

/// The longest host that DNS knows, in bytes.
pub(crate) const LONGEST_HOST: usize = 253;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_hosts_are_told_apart() {
        for host in
            ["localhost", "localhost.", "a.localhost", "a.b.localhost", "127.0.0.1", "127.9.9.9", "[::1]"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhosta", "alocalhost", "foo.alocalhost.", "128.0.0.1", "[::]", "::1", "127.1", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn every_ascii_character_is_of_one_class() {
        for c in '\0'..='\u{7f}' {
            let plain = c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let classes = [plain, is_forbidden(c), is_odd(c)];
            assert_eq!(classes.into_iter().filter(|&class| class).count(), 1, "{c:?}");
        }
    }
}
