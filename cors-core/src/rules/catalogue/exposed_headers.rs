//! Exposed response headers.

const EXPOSE_HEADERS: &str = "https://fetch.spec.whatwg.org/#http-access-control-expose-headers";

super::rules! {
    group EXPOSED_HEADERS;

    EXPOSE_INVALID: Hard "expose-invalid" {
        what: "an item of `expose_headers` is no header name",
        why: "a header name is a token, and one invalid item hides all of them without an error in the browser",
        fix: "write one header name an item",
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-5.1",
    }
    EXPOSE_FORBIDDEN: Hard "expose-forbidden" {
        what: "a forbidden response header is exposed",
        why: "browsers never let scripts read it",
        fix: "remove it",
        reference: "https://fetch.spec.whatwg.org/#forbidden-response-header-name",
    }
    WILDCARD_EXPOSE_WITH_CREDENTIALS: Hard "wildcard-expose-with-credentials" {
        what: "exposed header `*` cannot be combined with `credentials`",
        why: "with credentials `*` is just a header called `*`",
        fix: "list the names",
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    }
    EXPOSE_SAFELISTED: Warning "expose-safelisted" {
        what: "a header that is readable anyway is exposed",
        why: "scripts can read it without being told so",
        fix: "remove it",
        reference: "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name",
    }
    EXPOSE_REQUEST_HEADER: Hard "expose-request-header" {
        what: "a request header is exposed",
        why: "it is not a response header: browsers send it",
        fix: "remove it",
        reference: "https://fetch.spec.whatwg.org/#http-requests",
    }
    EXPOSE_CORS_HEADER: Warning "expose-cors-header" {
        what: "a CORS header is exposed",
        why: "it is of no use to scripts",
        fix: "remove it",
        reference: "https://fetch.spec.whatwg.org/#http-responses",
    }
    EXPOSE_CREDENTIAL: Warning "expose-credential" {
        what: "a header that holds a secret is exposed in a policy with `credentials`",
        why: "it gives the secret to the scripts of every allowed origin",
        fix: "keep secrets out of readable headers",
        reference: EXPOSE_HEADERS,
    }
    EXPOSE_MISSING_FOR_HANDLER: Note "expose-missing-for-handler" {
        what: "a header that the handler sets is not exposed",
        why: "scripts read it only if it is listed, and only on the actual response",
        fix: "add it to `expose_headers`",
        reference: EXPOSE_HEADERS,
    }
    DUPLICATE_EXPOSE: Warning "duplicate-expose" {
        what: "an exposed header is listed twice",
        why: "header names ignore case: the second one has no effect",
        fix: "remove one",
        reference: EXPOSE_HEADERS,
    }
    WILDCARD_EXPOSE_MIXED: Warning "wildcard-expose-mixed" {
        what: "`any` stands beside other exposed headers",
        why: "`any` covers the rest",
        fix: "keep one",
        reference: EXPOSE_HEADERS,
    }
}
