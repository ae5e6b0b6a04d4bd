//! What came of a request: for the script, on the wire, and in words.

use std::{fmt, panic::Location};

use http::{HeaderMap, HeaderName};

use super::{
    blocked::{Blocked, Step},
    exchange::Exchange,
    reason::PreflightReason,
    values::{combined, shown},
};
use crate::{
    explain::Explanation,
    policy::{Policy, PolicyRef},
};

/// The outcome of one [`Fetch`](super::Fetch), and all that led to it.
///
/// Its [`Display`](fmt::Display) tells the story: asked, sent, answered, failing step, cure; and why, where the policy of
/// the server is known by [`Browser::explained_by`](super::Browser::explained_by).
#[derive(Debug, Clone)]
#[must_use = "the outcome says whether the script could read the answer"]
pub struct Seen {
    pub(super) page: String,
    pub(super) profile: &'static str,
    pub(super) asked: String,
    pub(super) reasons: Vec<PreflightReason>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) outcome: Outcome,
    pub(super) policy: Option<PolicyRef>,
}

/// What the script gets.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A response that it can read.
    Readable(Readable),
    /// A response that says nothing: mode `no-cors`, or a redirect that was not to be followed.
    Opaque,
    /// An exception that says nothing.
    Blocked(Blocked),
}

/// A response as a script sees it.
#[derive(Debug, Clone)]
pub struct Readable {
    pub(super) url: String,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) hidden: Vec<HeaderName>,
    pub(super) body: Vec<u8>,
}

impl Seen {
    /// What the script gets.
    #[must_use]
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The response, if the script can read it.
    #[must_use]
    pub const fn readable(&self) -> Option<&Readable> {
        match &self.outcome {
            Outcome::Readable(readable) => Some(readable),
            Outcome::Opaque | Outcome::Blocked(_) => None,
        }
    }

    /// Why the script gets an exception, if it does.
    #[must_use]
    pub const fn blocked(&self) -> Option<&Blocked> {
        match &self.outcome {
            Outcome::Blocked(blocked) => Some(blocked),
            Outcome::Readable(_) | Outcome::Opaque => None,
        }
    }

    /// The status that the script reads.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.readable().map(Readable::status)
    }

    /// The step at which the request failed.
    #[must_use]
    pub fn failed_step(&self) -> Option<Step> {
        self.blocked().map(Blocked::step)
    }

    /// All requests and answers, in order.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// How many preflights were sent.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.exchanges.iter().filter(|exchange| exchange.preflight).count()
    }

    /// What `policy` says to the request that the outcome hangs on, which is the last one; `None` where nothing was sent.
    ///
    /// For an assertion's own text; [`Browser::explained_by`](super::Browser::explained_by) has it in all of them.
    #[must_use]
    pub fn explain(&self, policy: &Policy) -> Option<Explanation> {
        self.exchanges.last().map(|exchange| exchange.explain(policy))
    }

    /// The same by the policy that the browser was told of.
    #[must_use]
    pub fn explanation(&self) -> Option<Explanation> {
        self.policy.as_deref().and_then(|policy| self.explain(policy))
    }

    /// What to think of, where the server does not answer as the policy says.
    fn contradiction(&self, policy: &Policy, explanation: &Explanation) -> Option<&'static str> {
        if self.exchanges.last().is_none_or(Exchange::is_same_origin) {
            return None;
        }
        match (&self.outcome, explanation.reason()) {
            (Outcome::Readable(_), Some(_)) => Some(
                "this policy refuses it, so another one answered, or something in between changed the answer",
            ),
            (Outcome::Blocked(blocked), None) if is_against(blocked.step(), policy) => Some(
                "this policy lets it pass, so another one answered, the route lacks the method, or something in \
                 between changed the answer",
            ),
            _ => None,
        }
    }

    /// Whether the request itself reached a server, readable or not: its handler may have run.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.exchanges.iter().any(|exchange| !exchange.preflight && !exchange.from_cache)
    }

    /// The response, for a test that goes on with it.
    ///
    /// # Panics
    /// With the whole story, when the script cannot read the response. This is an assertion: it is for tests.
    #[track_caller]
    #[expect(
        clippy::panic,
        clippy::must_use_candidate,
        reason = "an assertion of tests, good without its value"
    )]
    pub fn expect_readable(&self) -> &Readable {
        match self.readable() {
            Some(readable) => readable,
            None => panic!("{}: the script cannot read the response\n{self}", Location::caller()),
        }
    }

    /// The failure, for a test that looks at it.
    ///
    /// # Panics
    /// With the whole story, when the script gets a response. This is an assertion: it is for tests.
    #[track_caller]
    #[expect(
        clippy::panic,
        clippy::must_use_candidate,
        reason = "an assertion of tests, good without its value"
    )]
    pub fn expect_blocked(&self) -> &Blocked {
        match self.blocked() {
            Some(blocked) => blocked,
            None => panic!("{}: the script gets a response\n{self}", Location::caller()),
        }
    }
}

impl Readable {
    /// The address that answered, after redirects.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// What `response.headers.get(name)` returns: the lines joined by `, `, bytes that are no UTF-8 replaced.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        combined(&self.headers, &name).map(|value| shown(&value))
    }

    /// The headers that the script can read.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The names that were sent and that the script cannot see, sorted.
    #[must_use]
    pub fn hidden(&self) -> &[HeaderName] {
        &self.hidden
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text, bytes that are no UTF-8 replaced.
    #[must_use]
    pub fn text(&self) -> String {
        shown(&self.body)
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "page:      {} ({})", self.page, self.profile)?;
        writeln!(f, "asked:     {}", self.asked)?;
        if !self.reasons.is_empty() {
            let reasons: Vec<_> = self.reasons.iter().map(ToString::to_string).collect();
            writeln!(f, "because:   {}: the browser asks first", reasons.join(" and "))?;
        }
        for exchange in &self.exchanges {
            let what = match (exchange.preflight, exchange.from_cache) {
                (true, _) => "preflight:",
                (false, true) => "cached:   ",
                (false, false) => "sent:     ",
            };
            writeln!(f, "{what} {} {}", exchange.method, exchange.url)?;
            lines(f, &exchange.request, |name| name == "origin" || name.starts_with("access-control-"))?;
            match &exchange.answer {
                Ok((status, headers)) => {
                    writeln!(f, "answered:  {status}")?;
                    lines(f, headers, |name| {
                        ["vary", "location"].contains(&name) || name.starts_with("access-control-")
                    })?;
                }
                Err(error) => writeln!(f, "no answer: {error}")?,
            }
        }
        match &self.outcome {
            Outcome::Readable(readable) => {
                write!(f, "readable:  {}", readable.status)?;
                if !readable.hidden.is_empty() {
                    let hidden: Vec<_> = readable.hidden.iter().map(HeaderName::as_str).collect();
                    write!(f, "; hidden from the script: {}", hidden.join(", "))?;
                }
                Ok(())
            }
            Outcome::Opaque => f.write_str("opaque:    the script learns nothing of the answer"),
            Outcome::Blocked(blocked) => {
                write!(f, "blocked:   {blocked}\nstep:      {}, {}", blocked.step(), blocked.step().spec())?;
                match blocked.cure() {
                    Some(cure) => write!(f, "\ncure:      {cure}"),
                    None => Ok(()),
                }
            }
        }?;
        let (Some(policy), Some(explanation)) = (self.policy.as_deref(), self.explanation()) else {
            return Ok(());
        };
        write!(f, "\n\nwhat the policy says:\n{explanation}")?;
        match self.contradiction(policy, &explanation) {
            Some(contradiction) => write!(f, "\nbut:         {contradiction}"),
            None => Ok(()),
        }
    }
}

/// Whether a browser cannot fail at this step of an answer that the policy has made for a request that it lets pass.
const fn is_against(step: Step, policy: &Policy) -> bool {
    match step {
        // Without `credentials` in the policy it depends on how the page asks.
        Step::NoAllowCredentials | Step::WildcardWithCredentials => policy.allows_credentials(),
        Step::NoAllowOrigin
        | Step::OriginDiffers
        | Step::CredentialsNotTrue
        | Step::PreflightStatus
        | Step::UnreadableMethods
        | Step::UnreadableHeaders
        | Step::MethodNotListed
        | Step::AuthorizationNotListed
        | Step::HeaderNotListed => true,
        _ => false,
    }
}

fn lines(f: &mut fmt::Formatter<'_>, headers: &HeaderMap, wanted: impl Fn(&str) -> bool) -> fmt::Result {
    for (name, value) in headers.iter().filter(|(name, _)| wanted(name.as_str())) {
        // A header value holds no line break, so no line of this text can be forged.
        writeln!(f, "           {name}: {}", shown(value.as_bytes()).escape_debug())?;
    }
    Ok(())
}
