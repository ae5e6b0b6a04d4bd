//! The policies of one path, and what they make of a request: what the adapters on `http` 1.x share.

use std::fmt;

use cors_core::{
    MethodPolicies, PolicyRef, RequestKind,
    http1::{self, Head, Outcome, Pending, Prepared, Seen},
    method_policies::{Dispatch, Selected},
};
use http::{HeaderMap, Method};

/// The policies of one path, ready to decide.
pub(crate) struct PathGuard {
    policies: MethodPolicies,
    dispatch: Dispatch<Prepared>,
}

/// What is to be done with a request.
#[derive(Debug)]
pub(crate) enum Step {
    /// Let it run, then set these headers.
    Run(Pending),
    /// This is the answer; nothing of the user's runs.
    Answer(Head),
    /// A handler that is to have no CORS headers.
    Without,
    /// Nobody here has a say.
    Nobody,
}

impl PathGuard {
    pub(crate) fn new(policies: &MethodPolicies, app: Option<&PolicyRef>) -> Self {
        Self { dispatch: policies.finish(app, Prepared::new), policies: policies.clone() }
    }

    /// What it was made of.
    pub(crate) const fn policies(&self) -> &MethodPolicies {
        &self.policies
    }

    /// What is to be done. A preflight is always answered.
    #[cfg(any(feature = "axum", feature = "tower", feature = "warp"))]
    #[inline]
    pub(crate) fn step(&self, method: &Method, headers: &HeaderMap) -> Step {
        self.step_by(Prepared::decide_seen, method, headers)
    }

    /// The same; of a request that runs nobody has heard yet: see [`http1::Unheard`].
    #[cfg(any(feature = "axum", feature = "poem", feature = "tower"))]
    #[inline]
    pub(crate) fn first_step(&self, method: &Method, headers: &HeaderMap) -> Step {
        self.step_by(Prepared::decide_first, method, headers)
    }

    #[inline]
    fn step_by(
        &self,
        decide: impl Fn(&Prepared, &Seen<'_>) -> Outcome,
        method: &Method,
        headers: &HeaderMap,
    ) -> Step {
        let seen = Seen::new(method, headers);
        let view = seen.view();
        let is_preflight = view.kind() == RequestKind::Preflight;
        let wanted = view.requested_method().filter(|_| is_preflight);
        match self.dispatch.select(wanted.unwrap_or(method.as_str().as_bytes())) {
            Selected::Policy(prepared) => decide(prepared, &seen).into(),
            _ if is_preflight => {
                // A view of its own, so that the usual way keeps its own in registers.
                Step::Answer(http1::nobody_for(&Seen::new(method, headers).view()))
            }
            Selected::Without => Step::Without,
            _ => Step::Nobody,
        }
    }
}

impl fmt::Debug for PathGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PathGuard").field("policies", self.policies()).finish_non_exhaustive()
    }
}

impl From<Outcome> for Step {
    #[inline]
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Run(pending) => Self::Run(pending),
            Outcome::Answer(head) => Self::Answer(head),
            // `Outcome` may grow; what is not known here must not open anything.
            _ => Self::Answer(http1::nobody()),
        }
    }
}

/// What one policy makes of a request; if it runs, nobody has heard of it yet.
#[cfg(feature = "tower")]
#[inline]
pub(crate) fn first_step(prepared: &Prepared, method: &Method, headers: &HeaderMap) -> Step {
    prepared.decide_first(&Seen::new(method, headers)).into()
}

/// What one policy makes of a request.
#[cfg(any(feature = "axum", feature = "warp"))]
#[inline]
pub(crate) fn step(prepared: &Prepared, method: &Method, headers: &HeaderMap) -> Step {
    prepared.decide(method, headers).into()
}

/// Whether the request is a preflight.
#[cfg(feature = "axum")]
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && Seen::new(method, headers).view().kind() == RequestKind::Preflight
}
