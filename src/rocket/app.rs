//! The policy of the whole application, and what is left of it beside handlers with other policies.

use std::collections::HashMap;

use ::rocket::http::Method;
use cors_core::{PolicyRef, endpoint::Endpoint};

/// The policy of the whole application.
#[derive(Debug)]
pub(super) struct App {
    pub(super) policy: PolicyRef,
    pub(super) whole: Endpoint,
    /// The methods in the policy's own list.
    listed: Methods,
    /// Beside handlers with other policies: which listed methods they serve, and what is left.
    beside: HashMap<Methods, Endpoint>,
}

/// A set of methods, as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Methods(u16);

/// All methods that the framework has.
pub(super) const METHODS: [Method; 9] = [
    Method::Get,
    Method::Head,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Options,
    Method::Trace,
    Method::Connect,
];

impl App {
    pub(super) fn new(policy: &PolicyRef) -> Self {
        let whole = Endpoint::layer(policy.clone());
        // Under `any` the requested method is named, which is no handler's: nothing is left out.
        let is_list = policy.methods().is_some_and(|list| list != "*");
        let is_listed = |method: &Method| is_list && whole.names(method.as_str());
        let all: Vec<Method> = METHODS.into_iter().filter(is_listed).collect();
        let sets = all.iter().fold(vec![Methods::default()], |mut sets, method| {
            let with: Vec<Methods> = sets.iter().map(|set| set.with(*method)).collect();
            sets.extend(with);
            sets
        });
        let beside = sets.into_iter().map(|taken| {
            let names = all.iter().filter(|method| taken.contains(**method)).map(|method| method.as_str());
            (taken, Endpoint::beside(policy.clone(), names))
        });
        let listed = all.iter().fold(Methods::default(), |set, method| set.with(*method));
        Self { policy: policy.clone(), listed, beside: beside.collect(), whole }
    }

    /// What is left of it beside handlers that serve `taken`.
    pub(super) fn beside(&self, taken: Methods) -> Option<&Endpoint> {
        self.beside.get(&taken)
    }

    /// Whether the policy lists `method`.
    pub(super) fn lists(&self, method: Method) -> bool {
        self.listed.contains(method)
    }
}

impl Methods {
    fn with(self, method: Method) -> Self {
        Self(self.0 | Self::bit(method))
    }

    pub(super) fn insert(&mut self, method: Method) {
        *self = self.with(method);
    }

    fn contains(self, method: Method) -> bool {
        self.0 & Self::bit(method) != 0
    }

    fn bit(method: Method) -> u16 {
        METHODS.iter().position(|known| *known == method).map_or(0, |index| 1 << index)
    }
}
