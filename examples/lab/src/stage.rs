//! Who is who: the origins of the lab, their addresses, and the sockets behind them.
//!
//! Everything listens on loopback only. `localhost` and `*.localhost` mean loopback to browsers, so the lab
//! has several hosts without touching DNS, and every port of a host is another origin.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
};

use serde::Serialize;
use tokio::net::TcpSocket;

/// The first port unless the command line or `CORS_LAB_PORT` says otherwise.
pub(crate) const FIRST_PORT: u16 = 4400;

/// A page that runs script in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Page {
    /// The web app itself: the page that the reader has open.
    App,
    /// A page of somebody else.
    Stranger,
    /// The same server under another host name.
    Subdomain,
}

/// What a script can send its request to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Server {
    /// The API on axum, with `cors`.
    Axum,
    /// The API on actix-web, with `cors`.
    Actix,
    /// A server whose CORS headers are written by hand, with the classic mistakes.
    HandMade,
    /// A port that nobody listens on.
    Down,
}

impl Server {
    /// Names the server in tables and on the page.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Axum => "axum",
            Self::Actix => "actix-web",
            Self::HandMade => "by hand",
            Self::Down => "down",
        }
    }
}

/// The addresses of one lab: six ports in a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addresses {
    first: u16,
}

impl Addresses {
    /// Lays the lab out from `first` on.
    ///
    /// # Errors
    /// When port 0 or a port above 65535 would be needed.
    pub(crate) fn from_port(first: u16) -> Result<Self, StageError> {
        if first == 0 || first.checked_add(5).is_none() {
            return Err(StageError::NoSuchPort(first));
        }
        Ok(Self { first })
    }

    /// The origin that `page` has, as browsers write it.
    pub(crate) fn origin(self, page: Page) -> String {
        match page {
            Page::App => format!("http://localhost:{}", self.first),
            // Another host and another port: another site, so that no cookie of the app is involved.
            Page::Stranger => format!("http://127.0.0.1:{}", self.first + 1),
            Page::Subdomain => format!("http://shop.localhost:{}", self.first),
        }
    }

    /// Where `server` listens, as scheme, host and port.
    pub(crate) fn server(self, server: Server) -> String {
        format!("http://localhost:{}", self.port(server))
    }

    /// The port of the web app.
    pub(crate) const fn port_of_app(self) -> u16 {
        self.first
    }

    const fn port(self, server: Server) -> u16 {
        match server {
            Server::Axum => self.first + 2,
            Server::Actix => self.first + 3,
            Server::HandMade => self.first + 4,
            Server::Down => self.first + 5,
        }
    }
}

/// The sockets of all servers, bound before any of them starts.
#[derive(Debug)]
pub(crate) struct Sockets {
    pub(crate) app: Vec<TcpListener>,
    pub(crate) stranger: Vec<TcpListener>,
    pub(crate) axum: Vec<TcpListener>,
    pub(crate) actix: Vec<TcpListener>,
    pub(crate) hand_made: Vec<TcpListener>,
    /// Bound but not listening: connections are refused, and no other program can answer in its place.
    pub(crate) down: Vec<TcpSocket>,
}

impl Sockets {
    /// Binds every port of `addresses` on 127.0.0.1, and on `[::1]` where the machine has it.
    ///
    /// # Errors
    /// Names the first port that cannot be had, and what it is for.
    pub(crate) fn bind(addresses: Addresses) -> Result<Self, StageError> {
        Ok(Self {
            app: listen(addresses.first, "the web app")?,
            stranger: listen(addresses.first + 1, "the stranger's page")?,
            axum: listen(addresses.port(Server::Axum), "the axum API")?,
            actix: listen(addresses.port(Server::Actix), "the actix-web API")?,
            hand_made: listen(addresses.port(Server::HandMade), "the hand-made server")?,
            down: reserve(addresses.port(Server::Down), "the server that is down")?,
        })
    }
}

/// Why the lab cannot be set up.
#[derive(Debug)]
pub(crate) enum StageError {
    /// Another program has the port.
    Taken { port: u16, role: &'static str },
    /// The system does not give us the port.
    Refused { port: u16, role: &'static str, error: io::Error },
    /// Six ports do not fit from here.
    NoSuchPort(u16),
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { port, role } => write!(
                f,
                "port {port} is taken ({role} needs it); choose six free ports in a row with `--port {}`",
                elsewhere(*port)
            ),
            Self::Refused { port, role, error } => {
                write!(f, "port {port} cannot be used for {role}: {error}")
            }
            Self::NoSuchPort(port) => {
                write!(f, "the lab needs six ports in a row, which `{port}` does not start")
            }
        }
    }
}

impl std::error::Error for StageError {}

/// A proposal that is valid for any port.
const fn elsewhere(port: u16) -> u16 {
    if port < 50_000 { port + 1000 } else { 5400 }
}

fn listen(port: u16, role: &'static str) -> Result<Vec<TcpListener>, StageError> {
    on_each_loopback(port, role, |address| {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    })
}

fn reserve(port: u16, role: &'static str) -> Result<Vec<TcpSocket>, StageError> {
    on_each_loopback(port, role, |address| {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.bind(address)?;
        Ok(socket)
    })
}

fn on_each_loopback<T>(
    port: u16,
    role: &'static str,
    bind: impl Fn(SocketAddr) -> io::Result<T>,
) -> Result<Vec<T>, StageError> {
    let mut bound = Vec::new();
    for ip in [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)] {
        match bind(SocketAddr::new(ip, port)) {
            Ok(socket) => bound.push(socket),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(StageError::Taken { port, role });
            }
            // A machine without IPv6 is no reason to stop.
            Err(_) if ip.is_ipv6() => {}
            Err(error) => return Err(StageError::Refused { port, role, error }),
        }
    }
    Ok(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_its_role() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        let error = listen(port, "the axum API").unwrap_err().to_string();
        assert!(error.starts_with(&format!("port {port} is taken (the axum API needs it)")), "{error}");
    }

    #[test]
    fn a_reserved_port_refuses_connections() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let held = reserve(free, "the server that is down").unwrap();
            assert!(!held.is_empty());
            let error = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, free)).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
            assert!(matches!(listen(free, "x"), Err(StageError::Taken { .. })));
        });
    }

    #[test]
    fn six_ports_must_fit() {
        assert!(Addresses::from_port(0).is_err());
        assert!(Addresses::from_port(65_531).is_err());
        assert!(Addresses::from_port(65_530).is_ok());
    }
}
