//! Header names, as far as CORS tells them apart; in both directions and without regard to case.
//!
//! Implements the name terms of [Fetch, "Headers"](https://fetch.spec.whatwg.org/#terminology-headers). Rules about
//! the values of headers are the browser's business.

use crate::token;

/// Whether `name` is a field name at all: an RFC 9110 token.
#[must_use]
pub fn is_token(name: &[u8]) -> bool {
    token::is_token(name)
}

/// Whether `name` is a [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header), which no
/// script can set and no preflight names.
///
/// The method override headers are forbidden for some of their values only and are not in here.
#[must_use]
pub fn is_forbidden_request(name: &[u8]) -> bool {
    starts_with(name, b"proxy-") || starts_with(name, b"sec-") || is_among(FORBIDDEN_REQUEST, name)
}

/// Whether `name` is a [forbidden response-header](https://fetch.spec.whatwg.org/#forbidden-response-header-name),
/// which no script can read.
#[must_use]
pub fn is_forbidden_response(name: &[u8]) -> bool {
    is_among(&["set-cookie", "set-cookie2"], name)
}

/// Whether `name` is a
/// [CORS-safelisted response-header](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name), which
/// scripts can read without being told so.
#[must_use]
pub fn is_safelisted_response(name: &[u8]) -> bool {
    is_among(SAFELISTED_RESPONSE, name)
}

/// Whether `name` is a header by which a server answers a CORS request.
#[must_use]
pub fn is_cors_response(name: &[u8]) -> bool {
    is_among(CORS_RESPONSE, name)
}

/// Whether `name` is a header by which a browser makes a CORS request.
#[must_use]
pub fn is_cors_request(name: &[u8]) -> bool {
    is_among(CORS_REQUEST, name)
}

/// Whether `name` lets a request act as another method than its own.
#[must_use]
pub fn is_method_override(name: &[u8]) -> bool {
    is_among(METHOD_OVERRIDE, name)
}

/// Whether `name` means something on responses only, and is none of the CORS headers.
#[must_use]
pub fn is_response_only(name: &[u8]) -> bool {
    is_among(RESPONSE_ONLY, name)
}

/// Whether a header of this `name` on a response carries a secret.
#[must_use]
pub fn is_secret_response(name: &[u8]) -> bool {
    is_among(SECRET_RESPONSE, name)
}

fn is_among(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|listed| name.eq_ignore_ascii_case(listed.as_bytes()))
}

fn starts_with(name: &[u8], prefix: &[u8]) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

const FORBIDDEN_REQUEST: &[&str] = &[
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];
const SAFELISTED_RESPONSE: &[&str] = &[
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];
const CORS_RESPONSE: &[&str] = &[
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-private-network",
    "access-control-expose-headers",
    "access-control-max-age",
];
const CORS_REQUEST: &[&str] = &[
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "access-control-request-private-network",
];
const METHOD_OVERRIDE: &[&str] = &["x-http-method", "x-http-method-override", "x-method-override"];
// RFC 9110 and its companions define these for responses; a request that carries one is a mix-up of the two lists.
const RESPONSE_ONLY: &[&str] = &[
    "accept-ranges",
    "age",
    "alt-svc",
    "clear-site-data",
    "content-security-policy",
    "content-security-policy-report-only",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "etag",
    "location",
    "proxy-authenticate",
    "referrer-policy",
    "retry-after",
    "server",
    "server-timing",
    "set-cookie2",
    "strict-transport-security",
    "timing-allow-origin",
    "vary",
    "www-authenticate",
    "x-content-type-options",
    "x-frame-options",
];
const SECRET_RESPONSE: &[&str] = &["authorization", "www-authenticate", "x-api-key", "x-csrf-token"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_the_classes_of_the_standard() {
        type Class = (&'static str, fn(&[u8]) -> bool, &'static [&'static str], &'static [&'static str]);
        let classes: &[Class] = &[
            (
                "forbidden request-header",
                is_forbidden_request,
                &["Cookie", "HOST", "origin", "sec-fetch-mode", "Sec-", "proxy-x", "set-cookie", "te"],
                &["cookie3", "section", "sec", "proxy", "user-agent", "x-http-method", "set-cookie2", ""],
            ),
            ("forbidden response-header", is_forbidden_response, &["Set-Cookie", "set-cookie2"], &["cookie"]),
            ("safelisted response-header", is_safelisted_response, &["Pragma", "content-length"], &["etag"]),
            (
                "CORS response header",
                is_cors_response,
                &["Access-Control-Allow-Origin", "access-control-max-age"],
                &["access-control-request-method", "access-control-"],
            ),
            (
                "CORS request header",
                is_cors_request,
                &["Origin", "access-control-request-private-network"],
                &["access-control-allow-origin"],
            ),
            ("method override", is_method_override, &["X-HTTP-Method-Override"], &["x-http"]),
            ("response only", is_response_only, &["ETag", "www-authenticate"], &["authorization"]),
            ("secret", is_secret_response, &["X-Api-Key", "authorization"], &["x-request-id"]),
        ];
        for (class, holds, members, others) in classes {
            for name in *members {
                assert!(holds(name.as_bytes()), "{name} is a {class}");
            }
            for name in *others {
                assert!(!holds(name.as_bytes()), "{name} is no {class}");
            }
        }
    }

    #[test]
    fn tables_are_lower_case_tokens_without_duplicates() {
        let tables = [
            FORBIDDEN_REQUEST,
            SAFELISTED_RESPONSE,
            CORS_RESPONSE,
            CORS_REQUEST,
            METHOD_OVERRIDE,
            RESPONSE_ONLY,
            SECRET_RESPONSE,
        ];
        for table in tables {
            for (index, name) in table.iter().enumerate() {
                assert!(is_token(name.as_bytes()) && *name == name.to_ascii_lowercase(), "{name}");
                assert!(!table[..index].contains(name), "{name} is listed twice");
            }
        }
    }
}
