//! Max-age, credentials, and the policy as a whole.

const MAX_AGE: &str = "https://fetch.spec.whatwg.org/#http-access-control-max-age";
const CREDENTIALS: &str = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials";
const ALLOW_ORIGIN: &str = "https://fetch.spec.whatwg.org/#http-access-control-allow-origin";
const ORIGIN_HEADER: &str = "https://fetch.spec.whatwg.org/#origin-header";
const RESPONSES: &str = "https://fetch.spec.whatwg.org/#http-responses";

super::rules! {
    group POLICY;

    MAX_AGE_INVALID: Hard "max-age-invalid" {
        what: "a max age is no whole number of seconds",
        why: "only whole seconds reach the browser; anything else is ignored and the answer kept for 5 seconds or not at all",
        fix: "write whole seconds, or `\"30s\"`, `\"10m\"`, `\"2h\"`, `\"1d\"`; `0` turns caching off",
        reference: MAX_AGE,
    }
    MAX_AGE_OVER_BROWSER_CAP: Denied "max-age-over-browser-cap" {
        what: "a max age is longer than any browser keeps it",
        why: "no browser keeps a preflight answer longer than 86400 seconds; a longer value misleads about how fast a revocation acts",
        fix: "write at most `86400`",
        reference: MAX_AGE,
    }
    MAX_AGE_OVER_CHROMIUM_CAP: Warning "max-age-over-chromium-cap" {
        what: "a max age is longer than Chromium keeps it",
        why: "Chromium keeps a preflight answer for 7200 seconds at most, Safari for 600",
        fix: "write at most `7200`",
        reference: MAX_AGE,
    }
    MAX_AGE_ZERO: Note "max-age-zero" {
        what: "preflight answers are not kept",
        why: "there is a preflight before every request",
        fix: "did you mean to turn caching off?",
        reference: MAX_AGE,
    }
    MAX_AGE_UNSET: Note "max-age-unset" {
        what: "no max age is given",
        why: "browsers then keep a preflight answer for 5 seconds",
        fix: "set one, for example 600",
        reference: MAX_AGE,
    }
    CREDENTIALS_WITHOUT_ORIGINS: Hard "credentials-without-origins" {
        what: "`credentials` is enabled and no origin is allowed",
        why: "there is nobody to share with",
        fix: "add `origins`",
        reference: CREDENTIALS,
    }
    CREDENTIALS_WITH_BEARER_ONLY: Note "credentials-with-bearer-only" {
        what: "`credentials` is enabled beside the `authorization` header",
        why: "an Authorization header that a script sets needs no credentials mode",
        fix: "remove `credentials` if only bearer tokens are used",
        reference: "https://fetch.spec.whatwg.org/#credentials",
    }
    PREFLIGHT_STATUS_NOT_OK: Hard "preflight-status-not-ok" {
        what: "a preflight status is no ok status",
        why: "browsers accept a preflight answer only with a status of 200 to 299",
        fix: "use 204, or 200 for old clients",
        reference: "https://fetch.spec.whatwg.org/#ok-status",
    }
    DUPLICATE_ORIGIN: Warning "duplicate-origin" {
        what: "an origin is listed twice",
        why: "the second one has no effect",
        fix: "remove one",
        reference: ALLOW_ORIGIN,
    }
    ORIGIN_SUBSUMED: Warning "origin-subsumed" {
        what: "an origin is covered by a pattern",
        why: "it is redundant, and stays allowed when the pattern is removed later",
        fix: "remove one",
        reference: ALLOW_ORIGIN,
    }
    WILDCARD_ORIGIN_MIXED: Hard "wildcard-origin-mixed" {
        what: "`any` stands beside other origins",
        why: "a policy allows either all origins or some",
        fix: "keep one",
        reference: ALLOW_ORIGIN,
    }
    ORIGIN_TRAILING_DOT: Warning "origin-trailing-dot" {
        what: "the host of an origin ends in a dot",
        why: "it is a different origin, sent only when the user types the dot",
        fix: "remove the dot, or list both",
        reference: "https://url.spec.whatwg.org/#concept-host-serializer",
    }
    ORIGIN_HOST_UNDERSCORE: Warning "origin-host-underscore" {
        what: "the host of an origin holds an underscore",
        why: "it is outside the grammar of the `Origin` header, yet all browsers send it",
        fix: "make sure that the DNS has this name",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_HOST_ODD_HYPHEN: Warning "origin-host-odd-hyphen" {
        what: "a label of the host starts or ends with a hyphen",
        why: "it is outside the grammar of the `Origin` header, yet all browsers send it",
        fix: "make sure that the DNS has this name",
        reference: ORIGIN_HEADER,
    }
    ORIGIN_UNKNOWN_SCHEME: Warning "origin-unknown-scheme" {
        what: "the scheme of an origin is not one that browsers know",
        why: "browsers send `null` for it unless an app registers the scheme: only embedded web views send this",
        fix: "make sure that an app registers the scheme",
        reference: "https://url.spec.whatwg.org/#origin",
    }
    LOOPBACK_ORIGIN: Note "loopback-origin" {
        what: "an origin of this computer is allowed in every build",
        why: "it is left over from development: any local program can be that origin",
        fix: "move it to `dev_origins`, which a release build leaves out",
        reference: "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
    }
    API_AND_ORIGIN_SAME: Warning "api-and-origin-same" {
        what: "the API's own origin is allowed",
        why: "same-origin requests need no CORS",
        fix: "remove it",
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#same-origin",
    }
    DUPLICATE_OPTION: Hard "duplicate-option" {
        what: "a key is given twice",
        why: "it is ambiguous which one counts",
        fix: "keep one",
        reference: RESPONSES,
    }
    UNKNOWN_OPTION: Hard "unknown-option" {
        what: "a key or word is not known",
        why: "a policy takes the documented keys and words only, so that a slip of the pen is not silently ignored",
        fix: "write one of the documented keys or words",
        reference: RESPONSES,
    }
    CONFLICTING_OPTION: Hard "conflicting-option" {
        what: "two settings contradict each other",
        why: "two settings for one thing: it is ambiguous which one counts",
        fix: "keep one",
        reference: RESPONSES,
    }
    FRAMEWORK_ATTRIBUTE: Hard "framework-attribute" {
        what: "the attribute and the framework's own route attribute do not fit together",
        why: "the route attribute makes the function a route of its framework",
        fix: "import that framework's `cors` and write it above the route attribute",
        reference: RESPONSES,
    }
    STACKED_POLICIES: Hard "stacked-policies" {
        what: "two policies are on one handler",
        why: "two `Access-Control-Allow-Origin` lines fail in all browsers, even when they are equal",
        fix: "keep one policy for a response",
        reference: "https://fetch.spec.whatwg.org/#concept-cors-check",
    }
    UNUSED_DANGER: Warning "unused-danger" {
        what: "an opt-out opts out of nothing",
        why: "the policy does not break this rule: the opt-out is stale",
        fix: "remove it",
        reference: RESPONSES,
    }
    DANGER_WITHOUT_REASON: Hard "danger-without-reason" {
        what: "an opt-out has no reason",
        why: "a reader must learn why the rule does not apply here",
        fix: "say why",
        reference: RESPONSES,
    }
}
