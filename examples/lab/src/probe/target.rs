//! What a probe may ask: this computer, and nothing else.
//!
//! The lab sends requests on behalf of a page, so the rule is by literal: no name is looked up, and a name that
//! happens to resolve to loopback is none of these.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

/// The addresses that are allowed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Targets {
    /// The port of the lab's own pages: they hand out the token that guards the probe.
    own: Option<u16>,
}

impl Targets {
    /// Everything on loopback, for a command line: its user can ask what the user likes.
    pub(crate) const fn loopback() -> Self {
        Self { own: None }
    }

    /// Everything on loopback but the lab's own pages, for a page.
    pub(crate) const fn without(own: u16) -> Self {
        Self { own: Some(own) }
    }

    /// Reads the address of a target.
    ///
    /// # Errors
    /// In words: what is wrong, and what to write instead.
    pub(crate) fn read(self, address: &str) -> Result<Url, String> {
        let address = address.trim();
        if address.is_empty() {
            return Err(format!("no address; write one, such as `{EXAMPLE}`"));
        }
        let url = match Url::parse(address) {
            Ok(url) if url.has_host() => url,
            // `localhost:8080/orders` is the scheme `localhost` to the parser.
            _ if !address.contains("://") => {
                return Err(match Url::parse(&format!("http://{address}")) {
                    Ok(url) if self.sockets(&url).is_ok() => {
                        format!("`{address}` has no scheme; write `http://{address}`")
                    }
                    _ => format!("`{address}` is no whole address; write one such as `{EXAMPLE}`"),
                });
            }
            _ => return Err(format!("`{address}` is no address; write one such as `{EXAMPLE}`")),
        };
        self.sockets(&url).map(|_| url)
    }

    /// The sockets of a target, in the order in which to try them.
    ///
    /// # Errors
    /// Says why the address is no target.
    pub(crate) fn sockets(self, url: &Url) -> Result<Vec<SocketAddr>, String> {
        if url.scheme() == "https" {
            return Err(format!(
                "`{url}` is https, and the lab speaks http only; ask the server behind the TLS, with `http://`"
            ));
        }
        if url.scheme() != "http" {
            return Err(format!("`{url}` is no http address; write one such as `{EXAMPLE}`"));
        }
        let ips = match url.host() {
            Some(Host::Domain(name)) if is_localhost(name) => {
                vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]
            }
            Some(Host::Ipv4(ip)) if ip.is_loopback() => vec![IpAddr::V4(ip)],
            // Not the mapped forms of 127.0.0.1: one spelling is enough.
            Some(Host::Ipv6(ip)) if ip == Ipv6Addr::LOCALHOST => vec![IpAddr::V6(ip)],
            _ => {
                return Err(format!(
                    "`{}` is not this computer; the lab asks `localhost`, `*.localhost`, `127.0.0.1` and `[::1]` only",
                    url.host_str().unwrap_or_default()
                ));
            }
        };
        let port = url.port_or_known_default().unwrap_or(80);
        if self.own == Some(port) {
            return Err(format!("port {port} has the lab's own pages; ask the port of your server"));
        }
        Ok(ips.into_iter().map(|ip| SocketAddr::new(ip, port)).collect())
    }

    /// Whether a page's content security policy can name the host: it has no words for other addresses.
    pub(crate) fn is_open_to_pages(url: &Url) -> bool {
        match url.host() {
            Some(Host::Domain(_)) => true,
            Some(Host::Ipv4(ip)) => ip == Ipv4Addr::LOCALHOST,
            Some(Host::Ipv6(_)) | None => false,
        }
    }
}

/// The hosts of [`Targets::is_open_to_pages`], for a content security policy.
pub(crate) const CONNECT_SRC: &str = "http://localhost:* http://127.0.0.1:* http://*.localhost:*";

/// `localhost` and every name below it is loopback to a browser, whatever a resolver says.
fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

const EXAMPLE: &str = "http://localhost:8080/orders";

#[cfg(test)]
mod tests {
    use super::*;

    const TARGETS: Targets = Targets::without(4400);

    #[test]
    fn loopback_by_literal() {
        for (address, sockets) in [
            ("http://localhost:8080/a?b#c", &["127.0.0.1:8080", "[::1]:8080"][..]),
            ("http://LOCALHOST", &["127.0.0.1:80", "[::1]:80"]),
            ("http://api.shop.localhost:1", &["127.0.0.1:1", "[::1]:1"]),
            ("http://127.0.0.1:8080", &["127.0.0.1:8080"]),
            ("http://127.255.0.9:8080", &["127.255.0.9:8080"]),
            // What browsers make of these is 127.0.0.1.
            ("http://127.1:8080", &["127.0.0.1:8080"]),
            ("http://2130706433:8080", &["127.0.0.1:8080"]),
            ("http://[::1]:8080", &["[::1]:8080"]),
            ("http://[0:0::0:1]:8080", &["[::1]:8080"]),
        ] {
            let url = TARGETS.read(address).unwrap();
            let found: Vec<_> = TARGETS.sockets(&url).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(found, sockets, "{address}");
        }
    }

    #[test]
    fn nothing_else() {
        for host in [
            "example.com",
            "localhost.example.com",
            "evillocalhost",
            "localhost.",
            "127.0.0.1.nip.io",
            "10.0.0.1",
            "169.254.169.254",
            "192.168.1.1",
            "0.0.0.0",
            "128.0.0.1",
            "[::]",
            "[::ffff:7f00:1]",
            "[fe80::1]",
        ] {
            assert_eq!(
                TARGETS.read(&format!("http://{host}:8080/")).unwrap_err(),
                format!(
                    "`{host}` is not this computer; the lab asks `localhost`, `*.localhost`, `127.0.0.1` and \
                     `[::1]` only"
                )
            );
        }
    }

    #[test]
    fn errors_say_what_to_write() {
        for (address, message) in [
            (" ", "no address; write one, such as `http://localhost:8080/orders`"),
            ("localhost:8080/x", "`localhost:8080/x` has no scheme; write `http://localhost:8080/x`"),
            ("/orders", "`/orders` is no whole address; write one such as `http://localhost:8080/orders`"),
            ("http://", "`http://` is no address; write one such as `http://localhost:8080/orders`"),
            (
                "https://localhost/",
                "`https://localhost/` is https, and the lab speaks http only; ask the server behind the TLS, with \
                 `http://`",
            ),
            (
                "ws://localhost/",
                "`ws://localhost/` is no http address; write one such as `http://localhost:8080/orders`",
            ),
            (
                "http://api.localhost:4400/your-server",
                "port 4400 has the lab's own pages; ask the port of your server",
            ),
            ("http://[::1]:4400/", "port 4400 has the lab's own pages; ask the port of your server"),
        ] {
            assert_eq!(TARGETS.read(address).unwrap_err(), message);
        }
        assert!(Targets::loopback().read("http://localhost:4400/").is_ok());
    }

    #[test]
    fn a_policy_of_a_page_names_no_other_address() {
        for (address, open) in [
            ("http://api.localhost:1", true),
            ("http://127.0.0.1:1", true),
            ("http://127.0.0.2:1", false),
            ("http://[::1]:1", false),
        ] {
            assert_eq!(Targets::is_open_to_pages(&TARGETS.read(address).unwrap()), open, "{address}");
        }
    }
}
