//! Why a script gets an exception, where a browser would only say "Failed to fetch".

use std::fmt;

/// A request that failed: no script sees more of it than a `TypeError`.
///
/// Its [`Display`](fmt::Display) is the sentence for a developer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    step: Step,
    preflight: bool,
    sentence: String,
    cure: Option<String>,
}

/// The step of the Fetch standard at which a request failed.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The call itself: a method, a header, a body or an address that no browser takes. Nothing was sent.
    InvalidRequest,
    /// CONNECT, TRACE or TRACK. Nothing was sent.
    ForbiddenMethod,
    /// Mode `no-cors` with a method other than GET, HEAD and POST. Nothing was sent.
    NoCorsMethod,
    /// Mode `same-origin` and another origin.
    NotSameOrigin,
    /// Nothing answered.
    Unreachable,
    /// CORS check: no `Access-Control-Allow-Origin`.
    NoAllowOrigin,
    /// CORS check: `*` for a request with credentials.
    WildcardWithCredentials,
    /// CORS check: `Access-Control-Allow-Origin` is another text than the page's origin.
    OriginDiffers,
    /// CORS check: no `Access-Control-Allow-Credentials`.
    NoAllowCredentials,
    /// CORS check: `Access-Control-Allow-Credentials` is another text than `true`.
    CredentialsNotTrue,
    /// Preflight: the status is not 200 to 299.
    PreflightStatus,
    /// Preflight: `Access-Control-Allow-Methods` is no list of methods.
    UnreadableMethods,
    /// Preflight: `Access-Control-Allow-Headers` is no list of header names.
    UnreadableHeaders,
    /// Preflight: the method is not listed.
    MethodNotListed,
    /// Preflight: `authorization` is not listed by name.
    AuthorizationNotListed,
    /// Preflight: a header is not listed.
    HeaderNotListed,
    /// Redirect mode `error`, and a redirect.
    RedirectNotWanted,
    /// Redirected to what is no `http` address, or one with a user name in it.
    RedirectTarget,
    /// Redirected for the 21st time.
    TooManyRedirects,
    /// Redirected, and the body was a stream.
    RedirectedStream,
}

impl Blocked {
    pub(super) fn new(step: Step, sentence: impl Into<String>) -> Self {
        Self { step, preflight: false, sentence: sentence.into(), cure: None }
    }

    /// The same for an answer: its sentence starts with a verb.
    pub(super) fn by_answer(step: Step, preflight: bool, sentence: &str) -> Self {
        let whose = if preflight { "the answer to the preflight" } else { "the answer" };
        Self { step, preflight, sentence: format!("{whose} {sentence}"), cure: None }
    }

    pub(super) fn with_cure(self, cure: Option<String>) -> Self {
        Self { cure, ..self }
    }

    /// Where it failed.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// Whether it was the answer to the preflight, so that the request itself was never sent.
    #[must_use]
    pub const fn is_preflight(&self) -> bool {
        self.preflight
    }

    /// What the server's `#[cors(..)]` would need for this request to pass, if that is what is missing.
    ///
    /// Whether it *should* pass is for the author of the policy to decide.
    #[must_use]
    pub fn cure(&self) -> Option<&str> {
        self.cure.as_deref()
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 20] = [
        Self::InvalidRequest,
        Self::ForbiddenMethod,
        Self::NoCorsMethod,
        Self::NotSameOrigin,
        Self::Unreachable,
        Self::NoAllowOrigin,
        Self::WildcardWithCredentials,
        Self::OriginDiffers,
        Self::NoAllowCredentials,
        Self::CredentialsNotTrue,
        Self::PreflightStatus,
        Self::UnreadableMethods,
        Self::UnreadableHeaders,
        Self::MethodNotListed,
        Self::AuthorizationNotListed,
        Self::HeaderNotListed,
        Self::RedirectNotWanted,
        Self::RedirectTarget,
        Self::TooManyRedirects,
        Self::RedirectedStream,
    ];

    /// A stable name, such as `header-not-listed`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid-request",
            Self::ForbiddenMethod => "forbidden-method",
            Self::NoCorsMethod => "no-cors-method",
            Self::NotSameOrigin => "not-same-origin",
            Self::Unreachable => "unreachable",
            Self::NoAllowOrigin => "no-allow-origin",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::OriginDiffers => "origin-differs",
            Self::NoAllowCredentials => "no-allow-credentials",
            Self::CredentialsNotTrue => "credentials-not-true",
            Self::PreflightStatus => "preflight-status",
            Self::UnreadableMethods => "unreadable-methods",
            Self::UnreadableHeaders => "unreadable-headers",
            Self::MethodNotListed => "method-not-listed",
            Self::AuthorizationNotListed => "authorization-not-listed",
            Self::HeaderNotListed => "header-not-listed",
            Self::RedirectNotWanted => "redirect-not-wanted",
            Self::RedirectTarget => "redirect-target",
            Self::TooManyRedirects => "too-many-redirects",
            Self::RedirectedStream => "redirected-stream",
        }
    }

    /// The algorithm of the Fetch standard that the step belongs to.
    #[must_use]
    pub const fn spec(self) -> &'static str {
        match self {
            Self::InvalidRequest | Self::ForbiddenMethod | Self::NoCorsMethod => {
                "https://fetch.spec.whatwg.org/#dom-request"
            }
            Self::NotSameOrigin => "https://fetch.spec.whatwg.org/#concept-main-fetch",
            Self::Unreachable => "https://fetch.spec.whatwg.org/#concept-network-error",
            Self::NoAllowOrigin
            | Self::WildcardWithCredentials
            | Self::OriginDiffers
            | Self::NoAllowCredentials
            | Self::CredentialsNotTrue => "https://fetch.spec.whatwg.org/#concept-cors-check",
            Self::PreflightStatus
            | Self::UnreadableMethods
            | Self::UnreadableHeaders
            | Self::MethodNotListed
            | Self::AuthorizationNotListed
            | Self::HeaderNotListed => "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
            Self::RedirectNotWanted => "https://fetch.spec.whatwg.org/#concept-http-fetch",
            Self::RedirectTarget | Self::TooManyRedirects | Self::RedirectedStream => {
                "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
