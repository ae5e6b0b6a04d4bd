//! Request headers.

const HEADERS: &str = "https://fetch.spec.whatwg.org/#terminology-headers";
const ALLOW_HEADERS: &str = "https://fetch.spec.whatwg.org/#http-access-control-allow-headers";
const CREDENTIALS: &str = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials";
const PREFLIGHT: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
const RESPONSE_FIELDS: &str = "https://www.rfc-editor.org/rfc/rfc9110#section-10.2";

super::rules! {
    group REQUEST_HEADERS;

    HEADER_INVALID: Hard "header-invalid" {
        what: "an item of `headers` is no header name",
        why: "a header name is a token, and one invalid item makes the whole preflight fail",
        fix: "write one header name an item",
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-5.1",
    }
    FORBIDDEN_HEADER: Hard "forbidden-header" {
        what: "a forbidden request header is listed",
        why: "browsers never let scripts set it, so no preflight names it",
        fix: "remove it",
        reference: "https://fetch.spec.whatwg.org/#forbidden-request-header",
    }
    CORS_RESPONSE_HEADER_AS_REQUEST_HEADER: Hard "cors-response-header-as-request-header" {
        what: "a CORS response header is listed as a request header",
        why: "the server sends this header; a client that sends it is mistaken",
        fix: "remove it here and in the client",
        reference: "https://fetch.spec.whatwg.org/#http-responses",
    }
    RESPONSE_HEADER_AS_REQUEST_HEADER: Warning "response-header-as-request-header" {
        what: "a response header is listed as a request header",
        why: "it has no meaning on a request",
        fix: "did you mean `expose_headers`?",
        reference: RESPONSE_FIELDS,
    }
    WILDCARD_HEADER_WITH_CREDENTIALS: Hard "wildcard-header-with-credentials" {
        what: "header `*` cannot be combined with `credentials`",
        why: "with credentials `*` is just a header called `*`",
        fix: "list the names, or replace the key by `danger(mirror_request_headers = \"..\")`",
        reference: CREDENTIALS,
    }
    MIRROR_REQUEST_HEADERS: Denied "mirror-request-headers" {
        what: "the requested header names are answered",
        why: "every header that a client invents passes",
        fix: "list the names",
        reference: PREFLIGHT,
    }
    AUTHORIZATION_NOT_COVERED_BY_WILDCARD: Warning "authorization-not-covered-by-wildcard" {
        what: "`headers = any` does not cover `authorization`",
        why: "the standard wants `authorization` by name; today's browsers let `*` cover it, which may change",
        fix: "write `headers = [any, \"authorization\"]`, which works everywhere",
        reference: "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
    }
    WILDCARD_HEADER: Warning "wildcard-header" {
        what: "any request header is allowed",
        why: "Firefox never caches a preflight answered with `*`, and a header added later is open unnoticed",
        fix: "list the headers",
        reference: ALLOW_HEADERS,
    }
    WILDCARD_HEADER_MIXED: Warning "wildcard-header-mixed" {
        what: "`any` stands beside other request headers",
        why: "`any` covers everything but `authorization`",
        fix: "keep `any`",
        reference: ALLOW_HEADERS,
    }
    CONTENT_TYPE_MISSING: Warning "content-type-missing" {
        what: "`content-type` is not listed for a handler that reads JSON",
        why: "`application/json` is not safelisted, so the preflight names `content-type` and fails",
        fix: "add `\"content-type\"`",
        reference: "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
    }
    ALWAYS_SAFELISTED_HEADER_LISTED: Note "always-safelisted-header-listed" {
        what: "a header that passes anyway is listed",
        why: "it is safelisted up to 128 bytes of plain values: listing it helps only for longer or odd ones",
        fix: "remove it unless values are long",
        reference: "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
    }
    DUPLICATE_HEADER: Warning "duplicate-header" {
        what: "a request header is listed twice",
        why: "header names ignore case: the second one has no effect",
        fix: "remove one",
        reference: HEADERS,
    }
    PRIVATE_NETWORK_HEADER_LISTED: Warning "private-network-header-listed" {
        what: "the header of Private Network Access is listed",
        why: "it is obsolete: browsers preflight it like any other name and never send it by themselves",
        fix: "remove it",
        reference: "https://wicg.github.io/local-network-access/",
    }
    HEADER_LIST_TOO_LONG: Warning "header-list-too-long" {
        what: "the request headers make a line of more than 4096 bytes",
        why: "proxies cut or refuse long header lines",
        fix: "shorten the list",
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-5.4",
    }
}
