//! Request methods, as far as CORS tells them apart.
//!
//! Implements the method terms of [Fetch, "Methods"](https://fetch.spec.whatwg.org/#methods). Which methods a
//! policy allows is decided elsewhere.

use crate::token;

/// Whether `method` is a method at all: an RFC 9110 token.
#[must_use]
pub fn is_token(method: &[u8]) -> bool {
    token::is_token(method)
}

/// Whether `method` is a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method), which no script can
/// send: CONNECT, TRACE or TRACK in any case.
#[must_use]
pub fn is_forbidden(method: &[u8]) -> bool {
    FORBIDDEN.iter().any(|forbidden| method.eq_ignore_ascii_case(forbidden))
}

/// Whether `method` is a [CORS-safelisted method](https://fetch.spec.whatwg.org/#cors-safelisted-method), which
/// passes every preflight: GET, HEAD or POST in upper case.
#[must_use]
pub fn is_safelisted(method: &[u8]) -> bool {
    matches!(method, b"GET" | b"HEAD" | b"POST")
}

/// Whether browsers [normalize](https://fetch.spec.whatwg.org/#concept-method-normalize) `method` to upper case:
/// DELETE, GET, HEAD, OPTIONS, POST or PUT in any case.
///
/// Every other method goes out as the script wrote it and is compared with case.
#[must_use]
pub fn normalizes(method: &[u8]) -> bool {
    NORMALIZED.iter().any(|normalized| method.eq_ignore_ascii_case(normalized))
}

const FORBIDDEN: [&[u8]; 3] = [b"CONNECT", b"TRACE", b"TRACK"];
const NORMALIZED: [&[u8]; 6] = [b"DELETE", b"GET", b"HEAD", b"OPTIONS", b"POST", b"PUT"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_fall_into_the_classes_of_the_standard() {
        // method, token, forbidden, safelisted, normalized
        let table: &[(&str, bool, bool, bool, bool)] = &[
            ("GET", true, false, true, true),
            ("HEAD", true, false, true, true),
            ("POST", true, false, true, true),
            ("get", true, false, false, true),
            ("DELETE", true, false, false, true),
            ("OPTIONS", true, false, false, true),
            ("pUt", true, false, false, true),
            ("PATCH", true, false, false, false),
            ("patch", true, false, false, false),
            ("PURGE", true, false, false, false),
            ("CONNECT", true, true, false, false),
            ("trAce", true, true, false, false),
            ("track", true, true, false, false),
            ("TRACER", true, false, false, false),
            ("P UT", false, false, false, false),
            ("GET,PUT", false, false, false, false),
            ("", false, false, false, false),
        ];
        for &(method, token, forbidden, safelisted, normalized) in table {
            let bytes = method.as_bytes();
            assert_eq!(is_token(bytes), token, "{method}: token");
            assert_eq!(is_forbidden(bytes), forbidden, "{method}: forbidden");
            assert_eq!(is_safelisted(bytes), safelisted, "{method}: safelisted");
            assert_eq!(normalizes(bytes), normalized, "{method}: normalized");
        }
    }
}
