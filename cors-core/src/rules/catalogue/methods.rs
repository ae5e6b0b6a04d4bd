//! Methods.

const FETCH_METHODS: &str = "https://fetch.spec.whatwg.org/#methods";
const NORMALIZE: &str = "https://fetch.spec.whatwg.org/#concept-method-normalize";
const SAFELISTED: &str = "https://fetch.spec.whatwg.org/#cors-safelisted-method";
const ALLOW_METHODS: &str = "https://fetch.spec.whatwg.org/#http-access-control-allow-methods";
const CREDENTIALS: &str = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials";

super::rules! {
    group METHODS;

    METHOD_INVALID: Hard "method-invalid" {
        what: "an item of `methods` is no method",
        why: "a method is a token, and one invalid item makes the whole preflight fail",
        fix: "write one method an item",
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-9.1",
    }
    FORBIDDEN_METHOD: Hard "forbidden-method" {
        what: "a forbidden method is listed",
        why: "browsers never send CONNECT, TRACE or TRACK for a script",
        fix: "remove it",
        reference: "https://fetch.spec.whatwg.org/#forbidden-method",
    }
    METHOD_LOWERCASE_NORMALIZED: Hard "method-lowercase-normalized" {
        what: "a method that browsers send in upper case is not in upper case",
        why: "browsers turn DELETE, GET, HEAD, OPTIONS, POST and PUT into upper case and then compare with case, so this item never matches",
        fix: "write it in upper case",
        reference: NORMALIZE,
    }
    METHOD_LOWERCASE: Denied "method-lowercase" {
        what: "a method has lower-case letters",
        why: "browsers send this method as the script wrote it and compare with case: it matches only clients that write it like this",
        fix: "write it in upper case",
        reference: NORMALIZE,
    }
    METHOD_NOT_SERVED: Warning "method-not-served" {
        what: "a listed method is not served by the route",
        why: "the browser would pass a request that the route then refuses",
        fix: "remove it",
        reference: FETCH_METHODS,
    }
    WILDCARD_METHOD_WITH_CREDENTIALS: Hard "wildcard-method-with-credentials" {
        what: "method `*` cannot be combined with `credentials`",
        why: "with credentials `*` is just a method called `*`",
        fix: "list the methods",
        reference: CREDENTIALS,
    }
    WILDCARD_METHOD: Warning "wildcard-method" {
        what: "any method is allowed",
        why: "Firefox never caches a preflight answered with `*`, and a method added later is open unnoticed",
        fix: "list the methods",
        reference: ALLOW_METHODS,
    }
    WILDCARD_METHOD_MIXED: Warning "wildcard-method-mixed" {
        what: "`any` stands beside other methods",
        why: "`any` covers the rest",
        fix: "keep one",
        reference: ALLOW_METHODS,
    }
    OPTIONS_LISTED: Warning "options-listed" {
        what: "method `OPTIONS` is listed",
        why: "preflights do not need it: only clients that call `fetch` with method OPTIONS do",
        fix: "remove `OPTIONS`",
        reference: "https://fetch.spec.whatwg.org/#cors-preflight-request",
    }
    SAFELISTED_METHOD_LISTED: Note "safelisted-method-listed" {
        what: "a method that passes anyway is listed",
        why: "GET, HEAD and POST pass every preflight: listing them changes nothing",
        fix: "this item has no effect; CORS cannot forbid POST",
        reference: SAFELISTED,
    }
    SAFELISTED_METHOD_OMITTED: Note "safelisted-method-omitted" {
        what: "a method that passes anyway is left out",
        why: "GET, HEAD and POST pass every preflight: leaving one out does not block it",
        fix: "defend POST against forged requests separately",
        reference: SAFELISTED,
    }
    DUPLICATE_METHOD: Warning "duplicate-method" {
        what: "a method is listed twice",
        why: "the second one has no effect",
        fix: "remove one",
        reference: ALLOW_METHODS,
    }
}
