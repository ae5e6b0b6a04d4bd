//! A second, deliberately simple implementation of the pattern language and of a browser's checks.
//!
//! Nothing here is shared with the library: two implementations that agree are evidence, one is not.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Whether `origin` is what `pattern` says, by the text of the rules alone.
#[must_use]
pub fn allows(pattern: &str, origin: &[u8]) -> bool {
    if pattern == "*" {
        return true;
    }
    let Ok(origin) = std::str::from_utf8(origin) else {
        return false;
    };
    if !pattern.contains('*') {
        return pattern == origin;
    }
    let Some((scheme, rest)) = pattern.split_once("://") else {
        return false;
    };
    let Some(got) = origin.strip_prefix(&format!("{scheme}://")) else {
        return false;
    };
    // All ports that `:*` stands for are tried one after the other, as are all numbers of labels.
    let (base, ports) = match rest.strip_suffix(":*") {
        Some(base) => (base, all_ports(scheme, got)),
        None => (rest, vec![String::new()]),
    };
    ports.iter().any(|port| {
        let Some(host) = got.strip_suffix(port.as_str()) else {
            return false;
        };
        match base.strip_prefix("*.") {
            None => host == base,
            Some(base) => host.strip_suffix(&format!(".{base}")).is_some_and(|front| {
                let length = host.split(':').next().unwrap_or_default().len();
                length <= 253 && front.split('.').all(is_label)
            }),
        }
    })
}

fn all_ports(scheme: &str, origin: &str) -> Vec<String> {
    let default = match scheme {
        "http" => "80",
        "https" => "443",
        _ => "",
    };
    let mut ports = vec![String::new()];
    if let Some((_, port)) = origin.rsplit_once(':') {
        let number: Option<u32> = port.parse().ok();
        if number.is_some_and(|n| (1..=65_535).contains(&n) && n.to_string() == port) && port != default {
            ports.push(format!(":{port}"));
        }
    }
    ports
}

fn is_label(label: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    (1..=63).contains(&label.len()) && label.chars().all(is_allowed)
}

/// What a page asks for.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Asked<'a> {
    /// The page's origin, as the request carries it.
    pub origin: &'a [u8],
    /// Whether the credentials mode is `include`.
    pub with_credentials: bool,
}

impl<'a> Asked<'a> {
    /// What a page at `origin` asks for with or without credentials.
    #[must_use]
    pub const fn new(origin: &'a [u8], with_credentials: bool) -> Self {
        Self { origin, with_credentials }
    }

    /// Fetch, "CORS check".
    #[must_use]
    pub fn passes_cors_check(&self, answer: &HeaderMap) -> bool {
        let Some(allowed) = combined(answer, "access-control-allow-origin") else {
            return false;
        };
        if !self.with_credentials && allowed == b"*" {
            return true;
        }
        if allowed != self.origin {
            return false;
        }
        !self.with_credentials
            || combined(answer, "access-control-allow-credentials").as_deref() == Some(b"true")
    }

    /// Fetch, "CORS-preflight fetch", step 7: the method with its case, the names in any.
    #[must_use]
    pub fn passes_preflight(
        &self,
        status: u16,
        answer: &HeaderMap,
        method: &[u8],
        names: &[Vec<u8>],
    ) -> bool {
        if !self.passes_cors_check(answer) || !(200..=299).contains(&status) {
            return false;
        }
        let methods = list(answer, "access-control-allow-methods");
        let headers = list(answer, "access-control-allow-headers");
        let (Some(methods), Some(headers)) = (methods, headers) else {
            return false;
        };
        let star = |list: &[Vec<u8>]| !self.with_credentials && list.iter().any(|item| item == b"*");
        let method_passes = methods.iter().any(|item| item == method)
            || [b"GET".as_slice(), b"HEAD", b"POST"].contains(&method)
            || star(&methods);
        method_passes
            && names.iter().all(|name| {
                let listed = headers.iter().any(|item| item.eq_ignore_ascii_case(name));
                listed || (star(&headers) && !name.eq_ignore_ascii_case(b"authorization"))
            })
    }
}

/// The values of all lines of a header, joined by `, `; `None` without a line.
fn combined(headers: &HeaderMap, name: &'static str) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> =
        headers.get_all(HeaderName::from_static(name)).iter().map(HeaderValue::as_bytes).collect();
    if lines.is_empty() { None } else { Some(lines.join(b", ".as_slice())) }
}

/// The items of a list of tokens; `None` where one is no token, which fails the preflight.
fn list(headers: &HeaderMap, name: &'static str) -> Option<Vec<Vec<u8>>> {
    let value = combined(headers, name).unwrap_or_default();
    let is_tchar = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    let items = value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).filter(|item| !item.is_empty());
    items.map(|item| item.iter().all(is_tchar).then(|| item.to_vec())).collect()
}
