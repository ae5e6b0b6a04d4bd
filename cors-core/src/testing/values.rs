//! Header values as the standard reads them: combined, and as lists of tokens.
//!
//! Implements [Fetch, "get"](https://fetch.spec.whatwg.org/#concept-header-list-get) and
//! [Fetch, "extract header list values"](https://fetch.spec.whatwg.org/#extract-header-list-values).

use http::{HeaderMap, HeaderName};

use crate::token;

/// The values of all lines of a header, trimmed and joined by `, `; `None` without a line.
pub(super) fn combined(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> = headers.get_all(name).iter().map(|line| trimmed(line.as_bytes())).collect();
    if lines.is_empty() { None } else { Some(lines.join(b", ".as_slice())) }
}

/// The items of a list of tokens, empty where there is no line.
///
/// # Errors
/// The value, where an item is no token: one such item spoils the whole list.
pub(super) fn tokens(headers: &HeaderMap, name: &HeaderName) -> Result<Vec<String>, String> {
    let value = combined(headers, name).unwrap_or_default();
    let items = value.split(|&byte| byte == b',').map(trimmed).filter(|item| !item.is_empty());
    items
        .map(|item| if token::is_token(item) { Some(shown(item)) } else { None })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| shown(&value))
}

/// Without [HTTP whitespace](https://fetch.spec.whatwg.org/#http-whitespace) around it.
pub(super) fn trimmed(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] | [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = bytes {
        bytes = rest;
    }
    bytes
}

/// Bytes as text for a reader.
pub(super) fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header::ACCESS_CONTROL_ALLOW_METHODS as NAME};

    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (NAME, HeaderValue::from_str(line).unwrap())).collect()
    }

    #[test]
    fn lists_join_lines_and_skip_empty_items() {
        for (lines, list) in [
            (&[][..], &[][..]),
            (&["PUT"], &["PUT"]),
            (&["PUT, ,DELETE\t,"], &["PUT", "DELETE"]),
            (&["PUT ", " DELETE"], &["PUT", "DELETE"]),
            (&[""], &[]),
        ] {
            assert_eq!(tokens(&headers(lines), &NAME).unwrap(), list, "{lines:?}");
        }
    }

    #[test]
    fn one_bad_item_spoils_the_list() {
        for line in ["PUT, x y", "\"PUT\"", "GET; PUT", "a b"] {
            assert_eq!(tokens(&headers(&[line]), &NAME).unwrap_err(), line);
        }
    }
}
