//! Origins that can never match.
//!
//! The CORS check compares `Access-Control-Allow-Origin` byte for byte with the serialised origin of the request, so
//! that a text which is not in serialised form never matches.

const ORIGIN_HEADER: &str = "https://fetch.spec.whatwg.org/#origin-header";
const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
const CREDENTIALS: &str = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials";
const SERIALIZED: &str =
    "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin";
const ORIGIN: &str = "https://url.spec.whatwg.org/#origin";
const HOST_PARSER: &str = "https://url.spec.whatwg.org/#host-parsing";
const TO_ASCII: &str = "https://url.spec.whatwg.org/#concept-domain-to-ascii";
const FORBIDDEN_POINT: &str = "https://url.spec.whatwg.org/#forbidden-domain-code-point";
const IPV4_PARSER: &str = "https://url.spec.whatwg.org/#concept-ipv4-parser";
const IPV6_PARSER: &str = "https://url.spec.whatwg.org/#concept-ipv6-parser";

super::rules! {
    group NEVER_MATCH;

    EMPTY_ORIGINS: Hard "empty-origins" {
        what: "the policy allows no origin",
        why: "nobody is allowed, so the policy does nothing",
        fix: "list at least one origin, or remove the policy",
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }
    ORIGIN_EMPTY: Hard "origin-empty" {
        what: "an origin is empty",
        why: "the empty string is no origin",
        fix: "remove it",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_WHITESPACE: Hard "origin-whitespace" {
        what: "an origin has whitespace in it",
        why: "a serialised origin holds no space, tab, line end, no-break space, zero-width space or byte-order mark",
        fix: "remove the whitespace",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_LIST: Hard "origin-list" {
        what: "one literal lists several origins",
        why: "one literal is one origin: browsers compare the answer as a whole and accept no list",
        fix: "split it into one literal for each origin",
        reference: CORS_CHECK,
    }
    ORIGIN_MISSING_SCHEME: Hard "origin-missing-scheme" {
        what: "an origin has no scheme",
        why: "a serialised origin starts with `scheme://`",
        fix: "write the scheme in front: `https://`",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_MALFORMED: Hard "origin-malformed" {
        what: "an origin is not `scheme://host[:port]`",
        why: "browsers send an origin as `scheme://host[:port]` and nothing else, so this entry never matches",
        fix: "write `scheme://host[:port]`; regular expressions are not supported",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_TEMPLATE_UNEXPANDED: Hard "origin-template-unexpanded" {
        what: "an origin holds a placeholder that was not replaced",
        why: "the text is taken literally: nothing expands it",
        fix: "write the expanded origin, or build the policy at run time",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_UPPERCASE_SCHEME: Hard "origin-uppercase-scheme" {
        what: "the scheme of an origin has upper-case letters",
        why: "browsers send the scheme in lower case and compare with case, so this entry never matches",
        fix: "write the scheme in lower case",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_UPPERCASE_HOST: Hard "origin-uppercase-host" {
        what: "the host of an origin has upper-case letters",
        why: "browsers send the host in lower case and compare with case, so this entry never matches",
        fix: "write the host in lower case",
        reference: TO_ASCII,
    }
    ORIGIN_TRAILING_SLASH: Hard "origin-trailing-slash" {
        what: "an origin has a trailing slash",
        why: "browsers send an origin without a path, so this entry never matches",
        fix: "remove the slash",
        reference: CREDENTIALS,
    }
    ORIGIN_HAS_PATH: Hard "origin-has-path" {
        what: "an origin has a path",
        why: "browsers send an origin without a path, so this entry never matches",
        fix: "remove the path: CORS cannot be limited to one",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_HAS_QUERY: Hard "origin-has-query" {
        what: "an origin has a query",
        why: "browsers send an origin without a query, so this entry never matches",
        fix: "remove the query",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_HAS_FRAGMENT: Hard "origin-has-fragment" {
        what: "an origin has a fragment",
        why: "browsers send an origin without a fragment, so this entry never matches",
        fix: "remove the fragment",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_HAS_USERINFO: Hard "origin-has-userinfo" {
        what: "an origin has a user part",
        why: "an origin has no user part: the host is what stands behind the `@`",
        fix: "remove the user part",
        reference: ORIGIN,
    }
    ORIGIN_DEFAULT_PORT: Hard "origin-default-port" {
        what: "an origin spells out the default port of its scheme",
        why: "browsers leave the default port out, so this entry never matches",
        fix: "remove the port",
        reference: "https://url.spec.whatwg.org/#default-port",
    }
    ORIGIN_PORT_INVALID: Hard "origin-port-invalid" {
        what: "the port of an origin is no port",
        why: "browsers send a port as the shortest decimal number, and no page can be loaded from port 0",
        fix: "ports are 1 to 65535 without leading zeros",
        reference: "https://url.spec.whatwg.org/#port-state",
    }
    ORIGIN_HOST_EMPTY: Hard "origin-host-empty" {
        what: "an origin has no host",
        why: "a URL of this scheme without a host does not parse, so no page has this origin",
        fix: "name the host",
        reference: HOST_PARSER,
    }
    ORIGIN_EMPTY_LABEL: Hard "origin-empty-label" {
        what: "the host of an origin has an empty label",
        why: "a name with two dots in a row, or one in front, never resolves",
        fix: "remove the extra `.`",
        reference: "https://www.rfc-editor.org/rfc/rfc1034#section-3.1",
    }
    ORIGIN_NON_ASCII_HOST: Hard "origin-non-ascii-host" {
        what: "the host of an origin is not ASCII",
        why: "browsers send a host in ASCII, with Punycode for other scripts, so this entry never matches",
        fix: "write the host as browsers send it: its Punycode form, which starts with `xn--`",
        reference: TO_ASCII,
    }
    ORIGIN_PERCENT_ENCODED_HOST: Hard "origin-percent-encoded-host" {
        what: "the host of an origin is percent-encoded",
        why: "browsers decode a host before they send it, so this entry never matches",
        fix: "write the decoded host",
        reference: HOST_PARSER,
    }
    ORIGIN_HOST_FORBIDDEN_CHAR: Hard "origin-host-forbidden-char" {
        what: "the host of an origin holds a character that no host can hold",
        why: "the URL parser fails on it, so no page has this origin",
        fix: "remove the character",
        reference: FORBIDDEN_POINT,
    }
    ORIGIN_HOST_ODD_CHAR: Denied "origin-host-odd-char" {
        what: "the host of an origin holds a character that no DNS name in use holds",
        why: "some browsers would send it, but no DNS name in use has it and the grammar of the `Origin` header excludes it",
        fix: "a host is made of `a-z`, `0-9`, `-` and `.`",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_IPV4_NOT_CANONICAL: Hard "origin-ipv4-not-canonical" {
        what: "an IPv4 address is not in dotted-decimal form",
        why: "on http and https a host that ends in a number is an IPv4 address, and browsers send it as dotted decimal",
        fix: "write the address as four decimal numbers without leading zeros",
        reference: "https://url.spec.whatwg.org/#concept-ipv4-serializer",
    }
    ORIGIN_IPV4_INVALID: Hard "origin-ipv4-invalid" {
        what: "the host of an origin ends in a number and is no IPv4 address",
        why: "on http and https a host that ends in a number is an IPv4 address; the URL parser fails on this one",
        fix: "write a dotted-decimal address or a name",
        reference: IPV4_PARSER,
    }
    ORIGIN_IPV6_NOT_CANONICAL: Hard "origin-ipv6-not-canonical" {
        what: "an IPv6 address is not in its shortest form",
        why: "browsers send an IPv6 address in lower case and in the form of RFC 5952, never with a dotted quad",
        fix: "write the address in RFC 5952 form",
        reference: "https://url.spec.whatwg.org/#concept-ipv6-serializer",
    }
    ORIGIN_IPV6_INVALID: Hard "origin-ipv6-invalid" {
        what: "the host of an origin is no IPv6 address",
        why: "what stands in brackets is an IPv6 address; the URL parser fails on this one",
        fix: "write the address in RFC 5952 form",
        reference: IPV6_PARSER,
    }
    ORIGIN_IPV6_ZONE: Hard "origin-ipv6-zone" {
        what: "an IPv6 address has a zone",
        why: "URLs have no zone ids: the URL parser fails on one",
        fix: "remove the zone",
        reference: "https://url.spec.whatwg.org/#concept-host",
    }
    ORIGIN_IPV6_UNBRACKETED: Hard "origin-ipv6-unbracketed" {
        what: "an IPv6 address is not in brackets",
        why: "in a URL an IPv6 host stands in brackets",
        fix: "put the address in brackets",
        reference: "https://url.spec.whatwg.org/#concept-host-serializer",
    }
    ORIGIN_PUNYCODE_INVALID: Denied "origin-punycode-invalid" {
        what: "a label of the host starts with `xn--` and is no valid internationalised label",
        why: "Firefox and WebKit refuse such a URL; only Chromium sends it",
        fix: "write the label as it is registered",
        reference: TO_ASCII,
    }
    ORIGIN_HOST_TOO_LONG: Hard "origin-host-too-long" {
        what: "the host of an origin is longer than DNS allows",
        why: "DNS cannot resolve it: labels have at most 63 bytes, hosts at most 253",
        fix: "shorten the host",
        reference: "https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4",
    }
    ORIGIN_SCHEME_NEVER_SENT: Hard "origin-scheme-never-sent" {
        what: "no page sends an origin of this scheme",
        why: "pages of this scheme send `Origin: null`",
        fix: "remove it",
        reference: ORIGIN,
    }
    ORIGIN_NULL_CASE: Hard "origin-null-case" {
        what: "a word for nothing stands where an origin should",
        why: "only the bytes `null` are ever sent, and browsers compare with case",
        fix: "did you mean `\"null\"`? It has its own rule, `null-origin`",
        reference: SERIALIZED,
    }
    WILDCARD_IP: Hard "wildcard-ip" {
        what: "a wildcard stands in an IP address",
        why: "an IP address has no subdomains",
        fix: "list the addresses",
        reference: HOST_PARSER,
    }
    WILDCARD_NOT_LEFTMOST: Hard "wildcard-not-leftmost" {
        what: "a wildcard is not the leftmost label",
        why: "a wildcard further right would let strangers choose the domain",
        fix: "`*.` must be the whole leftmost label: `\"https://*.example.com\"`",
        reference: CORS_CHECK,
    }
    WILDCARD_MULTIPLE: Hard "wildcard-multiple" {
        what: "an origin has several wildcards",
        why: "`*.` already covers any number of labels",
        fix: "keep one: `\"https://*.example.com\"`",
        reference: CORS_CHECK,
    }
    WILDCARD_PARTIAL_LABEL: Hard "wildcard-partial-label" {
        what: "a wildcard is a part of a label",
        why: "a wildcard beside other characters matches names that somebody else can register",
        fix: "`*.` must be a whole label: `\"https://*.example.com\"`",
        reference: CORS_CHECK,
    }
    WILDCARD_SCHEME: Hard "wildcard-scheme" {
        what: "a scheme is a wildcard",
        why: "a scheme cannot be a wildcard: http and https are different origins",
        fix: "list one entry for each scheme",
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#same-origin",
    }
    EXTENSION_ID_INVALID: Hard "extension-id-invalid" {
        what: "the host of an extension's origin is no extension id",
        why: "a Chromium extension id is 32 letters a to p and cannot be a pattern",
        fix: "use the 32-letter id",
        reference: "https://developer.chrome.com/docs/extensions/reference/manifest/key",
    }
}
