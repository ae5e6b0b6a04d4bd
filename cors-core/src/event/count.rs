//! Answers as counters of the crate `metrics`.

use std::sync::atomic::Ordering;

use metrics::{Label, SharedString, Unit};

use super::{COUNTERS, HEARS, Outcome};
use crate::{policy::Policy, refusal::Reason, request::RequestKind};

const NAME: &str = "cors_requests_total";

/// Counts requests from now on: `cors_requests_total`, a counter of the crate `metrics`.
///
/// Call it once the program has its recorder. Until then nothing is counted and nothing is paid for it.
///
/// | label | values |
/// |---|---|
/// | `kind` | `preflight`, `actual`; `not-cors` without an `Origin` |
/// | `outcome` | `allowed`; `passed`, where no CORS check is made; `refused`; `forbidden`, which is 403 |
/// | `reason` | the name of a [`Reason`]; `none` |
/// | `policy` | the name of the policy; `none` for a preflight that nobody answers for |
///
/// An origin is never a label: anyone can make up any number of them. A request that no policy has a say in is not
/// counted, but for preflights.
///
/// ```
/// cors_core::event::count_requests();
/// ```
pub fn count_requests() {
    metrics::with_recorder(|recorder| {
        let help = "Requests that a CORS policy has decided on, and preflights that none answers for.";
        recorder.describe_counter(NAME.into(), Some(Unit::Count), help.into());
    });
    HEARS.fetch_or(COUNTERS, Ordering::Release);
}

pub(super) fn one(kind: RequestKind, outcome: Outcome, reason: Option<Reason>, policy: Option<&Policy>) {
    let policy = policy.map_or(SharedString::const_str("none"), |policy| policy.name().to_owned().into());
    let labels = vec![
        Label::from_static_parts("kind", kind.as_str()),
        Label::from_static_parts("outcome", outcome.as_str()),
        Label::from_static_parts("reason", reason.map_or("none", Reason::as_str)),
        Label::new("policy", policy),
    ];
    metrics::counter!(NAME, labels).increment(1);
}
