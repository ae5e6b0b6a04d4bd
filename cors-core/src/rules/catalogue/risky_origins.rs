//! Dangerous origins and settings.

const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
const CREDENTIALS: &str = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials";
const SERIALIZED: &str =
    "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin";
const PUBLIC_SUFFIX: &str = "https://publicsuffix.org/list/";
const TRUSTWORTHY: &str = "https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy";
const SAME_ORIGIN: &str = "https://html.spec.whatwg.org/multipage/browsers.html#same-origin";

super::rules! {
    group RISKY_ORIGINS;

    WILDCARD_WITH_CREDENTIALS: Hard "wildcard-with-credentials" {
        what: "origin `*` cannot be combined with `credentials`",
        why: "browsers reject `*` on the answer to a credentialed request; reflecting the origin instead would hand every site the user's login",
        fix: "list the origins that may act as the user, or remove `credentials`",
        reference: CREDENTIALS,
    }
    MIRROR_ANY_ORIGIN_WITH_CREDENTIALS: Hard "mirror-any-origin-with-credentials" {
        what: "every origin would be reflected with `credentials`",
        why: "it is the same as having no same-origin policy for this API: every site could act as the user",
        fix: "name the origins; there is no mirror mode",
        reference: CREDENTIALS,
    }
    NULL_ORIGIN: Denied "null-origin" {
        what: "origin `null` is allowed",
        why: "any site can send `Origin: null`: from a sandboxed frame, a data: page, a file page or through a redirect",
        fix: "remove it: `null` is no identity, and `any` says the same openly",
        reference: SERIALIZED,
    }
    NULL_ORIGIN_WITH_CREDENTIALS: Hard "null-origin-with-credentials" {
        what: "origin `null` cannot be combined with `credentials`",
        why: "any site can send `Origin: null`, and browsers accept the answer `null` with credentials: every site could act as the user",
        fix: "remove `\"null\"` or `credentials`",
        reference: SERIALIZED,
    }
    PUBLIC_SUFFIX_WILDCARD: Denied "public-suffix-wildcard" {
        what: "a pattern covers everything below a public suffix",
        why: "anyone can register a name below a public suffix",
        fix: "narrow it to your own name",
        reference: PUBLIC_SUFFIX,
    }
    PUBLIC_SUFFIX_BELOW_WILDCARD: Denied "public-suffix-below-wildcard" {
        what: "a pattern covers public suffixes",
        why: "the base is no public suffix itself, but public suffixes lie below it, where anyone can register a name",
        fix: "narrow it to your own name",
        reference: PUBLIC_SUFFIX,
    }
    WILDCARD_ANY_HOST: Hard "wildcard-any-host" {
        what: "a pattern covers every host of its scheme",
        why: "a wildcard stands for labels in front of a name; without the name it is every host there is",
        fix: "write `origins = any` without credentials, or list the hosts",
        reference: CORS_CHECK,
    }
    WILDCARD_PORT: Warning "wildcard-port" {
        what: "a pattern covers every port of a host",
        why: "any user of a shared host can listen on a high port",
        fix: "list the ports",
        reference: SAME_ORIGIN,
    }
    WILDCARD_PORT_WITH_CREDENTIALS: Denied "wildcard-port-with-credentials" {
        what: "a pattern covers every port of a host and is combined with `credentials`",
        why: "any user of a shared host can listen on a high port, and could then act as the user",
        fix: "list the ports",
        reference: SAME_ORIGIN,
    }
    INSECURE_ORIGIN_WITH_CREDENTIALS: Denied "insecure-origin-with-credentials" {
        what: "an http origin is combined with `credentials`",
        why: "whoever is on the network path can put script into an http page and act as the user",
        fix: "write `https://`",
        reference: TRUSTWORTHY,
    }
    SUBDOMAIN_WILDCARD_WITH_CREDENTIALS: Warning "subdomain-wildcard-with-credentials" {
        what: "all subdomains are combined with `credentials`",
        why: "one script injection or one dangling DNS entry on any subdomain reads the API as the user",
        fix: "list the subdomains",
        reference: SAME_ORIGIN,
    }
    REGEX_ORIGIN: Hard "regex-origin" {
        what: "origins are given as a regular expression",
        why: "unescaped dots and missing anchors let strangers' names match, and patterns cover the need",
        fix: "use a pattern: `\"https://*.example.com\"`",
        reference: CORS_CHECK,
    }
    PLAYGROUND_ORIGIN: Warning "playground-origin" {
        what: "a playground for scripts is allowed",
        why: "anyone can run script on this origin",
        fix: "remove it from production policies",
        reference: SAME_ORIGIN,
    }
    PLAYGROUND_ORIGIN_WITH_CREDENTIALS: Denied "playground-origin-with-credentials" {
        what: "a playground for scripts is combined with `credentials`",
        why: "anyone can publish script on this origin, and could then act as the user",
        fix: "remove it, or remove `credentials`",
        reference: SAME_ORIGIN,
    }
    SHARED_APP_ORIGIN_WITH_CREDENTIALS: Warning "shared-app-origin-with-credentials" {
        what: "an origin that many apps share is combined with `credentials`",
        why: "every app of that framework has this origin: it names the framework, not the app",
        fix: "authenticate the app by a token, not by its origin",
        reference: SERIALIZED,
    }
    EXTENSION_ORIGIN_RANDOM: Warning "extension-origin-random" {
        what: "an extension's origin is made at installation",
        why: "the id is random for each installation: a fixed one fits one profile of one browser",
        fix: "use the extension's host permissions instead",
        reference: "https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json/web_accessible_resources",
    }
    VARY_ORIGIN_SUPPRESSED: Hard "vary-origin-suppressed" {
        what: "`Vary: Origin` is switched off",
        why: "a cache would hand one origin's answer to another, and browsers then refuse the second",
        fix: "leave `Vary` to the library",
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    }
    PREFLIGHT_BYPASS_HEADER: Warning "preflight-bypass-header" {
        what: "a method override header is allowed",
        why: "it lets an allowed POST act as a method that the policy does not list",
        fix: "do not allow method override headers",
        reference: "https://fetch.spec.whatwg.org/#forbidden-request-header",
    }
    PRIVATE_NETWORK_ACCESS_OBSOLETE: Hard "private-network-access-obsolete" {
        what: "`private_network` has no effect",
        why: "browsers no longer ask: Local Network Access is a permission of the user and needs no server header",
        fix: "remove it",
        reference: "https://wicg.github.io/local-network-access/",
    }
    DEV_ORIGIN_NOT_LOOPBACK: Hard "dev-origin-not-loopback" {
        what: "a development origin is not this computer",
        why: "a development origin is `localhost`, `*.localhost`, `127.0.0.1` or `[::1]`; everything else belongs to an environment",
        fix: "use `origins`, or `origins = runtime` for what differs by environment",
        reference: "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
    }
    WEBSOCKET_HANDSHAKE_OPEN: Warning "websocket-handshake-open" {
        what: "a WebSocket upgrade is open to every page",
        why: "CORS does not protect an upgrade: any page may open it with the user's cookies",
        fix: "add `on_refused = forbid`",
        reference: "https://www.rfc-editor.org/rfc/rfc6455#section-10.2",
    }
}
