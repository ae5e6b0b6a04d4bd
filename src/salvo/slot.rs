//! What stands at the places of a router that a match may end at.

use std::sync::Arc;

use ::salvo_core::http::Method;
use cors_core::{HandlerInfo, PolicyRef, endpoint::Endpoint, http1::Prepared};

use super::variants::Variants;

/// What stands at a place of the router.
#[derive(Debug, Clone)]
pub(super) enum Slot {
    /// A handler that says what its policy is.
    Handler(Arc<HandlerSlot>),
    /// A handler that is to have no policy.
    OptOut,
    /// A handler of salvo's own, under the policy of the application.
    Application(Arc<Application>),
    /// A handler of salvo's own that no policy covers.
    Foreign,
}

/// A handler with a policy.
#[derive(Debug)]
pub(super) struct HandlerSlot {
    pub(super) prepared: Prepared,
    /// The methods of the very same policy in the whole router: which of them it serves on a path shows when a
    /// preflight asks, for other places may match the same path.
    pub(super) methods: Box<[Method]>,
    variants: Variants,
}

/// The policy of the whole application.
#[derive(Debug)]
pub(super) struct Application {
    /// Where no handler with another policy is on the path.
    pub(super) prepared: Prepared,
    /// The methods that the policy lists.
    pub(super) methods: Box<[Method]>,
    variants: Variants,
}

impl Slot {
    /// What answers an ordinary request here; `None` for a handler without a policy.
    pub(super) fn prepared(&self) -> Option<&Prepared> {
        match self {
            Self::Handler(handler) => Some(&handler.prepared),
            Self::Application(app) => Some(&app.prepared),
            Self::OptOut | Self::Foreign => None,
        }
    }

    /// Whether this policy answers here.
    pub(super) fn has_policy(&self, policy: &PolicyRef) -> bool {
        self.prepared().is_some_and(|prepared| prepared.endpoint().policy_ref().is_same(policy))
    }

    /// Whether this library has a say here.
    pub(super) const fn is_ours(&self) -> bool {
        !matches!(self, Self::Foreign)
    }
}

impl HandlerSlot {
    /// The place of a handler of `method` (`None` for any), whose policy serves `methods` somewhere in the router.
    pub(super) fn new(
        policy: PolicyRef,
        info: Option<HandlerInfo>,
        method: Option<&Method>,
        methods: Box<[Method]>,
    ) -> Self {
        let endpoint = match method {
            Some(method) => Endpoint::handler(policy, info, method.as_str(), []),
            None => Endpoint::any_method(policy, info),
        };
        Self { prepared: Prepared::new(endpoint), methods, variants: Variants::default() }
    }

    pub(super) fn policy(&self) -> &PolicyRef {
        self.prepared.endpoint().policy_ref()
    }

    /// The answer to preflights for the handler of `method` on a path on which the policy also serves `served`.
    pub(super) fn beside(&self, method: &Method, served: &[&Method]) -> Prepared {
        if served.is_empty() {
            return self.prepared.clone();
        }
        self.variants.get(served, || {
            let info = self.prepared.endpoint().handler_info().copied();
            let served = served.iter().map(|method| method.as_str());
            Prepared::new(Endpoint::handler(self.policy().clone(), info, method.as_str(), served))
        })
    }
}

impl Application {
    pub(super) fn new(policy: PolicyRef) -> Self {
        let listed = policy.methods().unwrap_or_default();
        // `*` names the requested method only, which is asked for anyway.
        let listed = listed.split(',').filter(|method| *method != "*" && !method.is_empty());
        let methods = listed.filter_map(|method| method.parse().ok()).collect();
        let prepared = Prepared::new(Endpoint::beside(policy, []));
        Self { prepared, methods, variants: Variants::default() }
    }

    pub(super) fn policy(&self) -> &PolicyRef {
        self.prepared.endpoint().policy_ref()
    }

    /// The answer to preflights on a path on which something else serves the methods `taken`.
    pub(super) fn without(&self, taken: &[&Method]) -> Prepared {
        if taken.is_empty() {
            return self.prepared.clone();
        }
        self.variants.get(taken, || {
            let taken = taken.iter().map(|method| method.as_str());
            Prepared::new(Endpoint::beside(self.policy().clone(), taken))
        })
    }
}
