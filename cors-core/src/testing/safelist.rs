//! Which request headers a page may set, and which of them make a preflight.
//!
//! Implements [Fetch, "CORS-safelisted request-header"](https://fetch.spec.whatwg.org/#cors-safelisted-request-header),
//! [Fetch, "CORS-unsafe request-header names"](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names) and
//! [Fetch, "forbidden request-header"](https://fetch.spec.whatwg.org/#forbidden-request-header), values included.

use super::{profile::Profile, values::trimmed};
use crate::{header_name, method, token};

/// Whether a page may send this header without a preflight, by the standard.
///
/// `name` in any case; `value` as the script set it.
///
/// ```
/// use cors_core::testing::is_safelisted_request_header;
///
/// assert!(is_safelisted_request_header("content-type", b"text/plain;charset=UTF-8"));
/// assert!(!is_safelisted_request_header("content-type", b"application/json"));
/// assert!(!is_safelisted_request_header("accept", &[b'a'; 129]));
/// ```
#[must_use]
pub fn is_safelisted_request_header(name: &str, value: &[u8]) -> bool {
    let value = trimmed(value);
    if value.len() > MAX_VALUE {
        return false;
    }
    match name.to_ascii_lowercase().as_str() {
        "accept" => !value.iter().copied().any(is_unsafe_byte),
        "accept-language" | "content-language" => {
            value.iter().all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(byte))
        }
        "content-type" => !value.iter().copied().any(is_unsafe_byte) && is_form_type(value),
        "range" => is_simple_range(value),
        _ => false,
    }
}

/// Whether a browser drops this header in silence when a script sets it.
///
/// Names count in any case; `value` matters for the method override headers only.
///
/// ```
/// use cors_core::testing::is_forbidden_request_header;
///
/// assert!(is_forbidden_request_header("Cookie", b""));
/// assert!(is_forbidden_request_header("x-http-method-override", b"GET, trace"));
/// assert!(!is_forbidden_request_header("x-http-method-override", b"PUT"));
/// ```
#[must_use]
pub fn is_forbidden_request_header(name: &str, value: &[u8]) -> bool {
    let name = name.as_bytes();
    header_name::is_forbidden_request(name)
        || (header_name::is_method_override(name)
            && split(value).iter().any(|item| method::is_forbidden(item)))
}

/// "CORS-unsafe request-header names" of one request: lower case, sorted by byte, without duplicates.
///
/// `headers` holds one entry a name: browsers join lines of one name before they look.
pub(super) fn unsafe_names(profile: &Profile, headers: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut unsafe_names = Vec::new();
    let mut safelisted = Vec::new();
    let mut safelisted_bytes = 0;
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        if profile.asks_for(&name, value) {
            unsafe_names.push(name);
        } else if is_safelisted_request_header(&name, value) {
            safelisted_bytes += value.len();
            safelisted.push(name);
        }
    }
    if safelisted_bytes > MAX_SAFELISTED {
        unsafe_names.append(&mut safelisted);
    }
    unsafe_names.sort_unstable();
    unsafe_names.dedup();
    unsafe_names
}

/// "No-CORS-safelisted request-header": all that mode `no-cors` lets through.
pub(super) fn is_no_cors_safelisted(name: &str, value: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    ["accept", "accept-language", "content-language", "content-type"].contains(&name.as_str())
        && is_safelisted_request_header(&name, value)
}

/// "CORS-unsafe request-header byte".
fn is_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// Whether the essence is one that a form can send, by
/// [MIME Sniffing, "parse a MIME type"](https://mimesniff.spec.whatwg.org/#parse-a-mime-type).
fn is_form_type(value: &[u8]) -> bool {
    let essence = trimmed(value.split(|&byte| byte == b';').next().unwrap_or_default());
    let mut parts = essence.splitn(2, |&byte| byte == b'/');
    let (Some(kind), Some(subtype)) = (parts.next(), parts.next()) else {
        return false;
    };
    token::is_token(kind)
        && token::is_token(subtype)
        && FORM_TYPES.iter().any(|form| essence.eq_ignore_ascii_case(form.as_bytes()))
}

/// `bytes=N-` or `bytes=N-M` with N at most M ("parse a single range header value", without whitespace).
fn is_simple_range(value: &[u8]) -> bool {
    let Some((from, to)) = value.strip_prefix(b"bytes=").and_then(|range| {
        let dash = range.iter().position(|&byte| byte == b'-')?;
        Some((range.get(..dash)?, range.get(dash + 1..)?))
    }) else {
        return false;
    };
    let is_number = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    !from.is_empty() && is_number(from) && is_number(to) && (to.is_empty() || !is_less(to, from))
}

/// Whether a number in digits is less than another, however many digits they have.
fn is_less(a: &[u8], b: &[u8]) -> bool {
    let significant =
        |digits: &[u8]| -> Vec<u8> { digits.iter().copied().skip_while(|&digit| digit == b'0').collect() };
    let (a, b) = (significant(a), significant(b));
    (a.len(), a) < (b.len(), b)
}

/// "Get, decode, and split": items between commas that stand outside of quotes.
fn split(value: &[u8]) -> Vec<Vec<u8>> {
    let mut items = vec![Vec::new()];
    let (mut quoted, mut escaped) = (false, false);
    for &byte in value {
        match byte {
            b',' if !quoted => {
                items.push(Vec::new());
                continue;
            }
            b'"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && byte == b'\\' && !escaped;
        if let Some(item) = items.last_mut() {
            item.push(byte);
        }
    }
    items.iter().map(|item| trimmed(item).to_vec()).collect()
}

const FORM_TYPES: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
/// The longest safelisted value, in bytes.
const MAX_VALUE: usize = 128;
/// The most that all safelisted values may have together, in bytes.
const MAX_SAFELISTED: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_headers_by_name_and_value() {
        for (name, value, safe) in [
            ("Accept", "text/html", true),
            ("accept", "a\"b", false),
            ("accept-language", "en-GB, en;q=0.5", true),
            ("content-language", "en_GB", false),
            ("content-type", "text/plain;charset=UTF-8", true),
            ("content-type", " Text/Plain\t", true),
            ("content-type", "application/json", false),
            ("content-type", "text/plain; x=\"1\"", false),
            ("content-type", "text/plain, text/plain", false),
            ("range", "bytes=0-", true),
            ("range", "bytes=2-10", true),
            ("range", "bytes=00000000000000000000002-10", true),
            ("range", "bytes=10-2", false),
            ("range", "bytes=-5", false),
            ("range", "bytes=0-1,3-4", false),
            ("authorization", "x", false),
        ] {
            assert_eq!(is_safelisted_request_header(name, value.as_bytes()), safe, "{name}: {value}");
        }
        assert!(is_safelisted_request_header("accept", &[b'a'; 128]));
    }

    #[test]
    fn method_overrides_are_read_as_lists() {
        for (value, forbidden) in
            [("TRACE", true), ("GET, track", true), ("\"TRACE\"", false), ("\"a,TRACE\"", false), ("", false)]
        {
            assert_eq!(
                is_forbidden_request_header("X-Method-Override", value.as_bytes()),
                forbidden,
                "{value}"
            );
        }
    }

    #[test]
    fn unsafe_names_are_sorted_in_lower_case() {
        let header = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
        let headers = [header("Zeta", "1"), header("X-B", "1"), header("accept", "x"), header("x-a", "1")];
        assert_eq!(unsafe_names(&Profile::fetch_standard(), &headers), ["x-a", "x-b", "zeta"]);
    }
}
