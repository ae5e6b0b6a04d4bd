//! Method to policy, for one path: the one dispatch that all adapters share.

use crate::{
    endpoint::Endpoint,
    policy::{HandlerInfo, PolicyRef},
};

/// The handlers of one path and their policies.
///
/// GET answers HEAD unless HEAD has a handler of its own.
#[derive(Debug, Clone, Default)]
pub struct MethodPolicies {
    handlers: Vec<Handler>,
    any: Option<Handler>,
}

/// One handler of a path.
#[derive(Debug, Clone)]
pub struct Handler {
    /// The method; empty for any.
    method: String,
    /// The policy; `None` for a handler that has none.
    policy: Option<PolicyRef>,
    info: Option<HandlerInfo>,
}

impl Handler {
    /// The method; `None` for a handler of any method.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        Some(self.method.as_str()).filter(|method| !method.is_empty())
    }

    /// The policy; `None` for a handler that has none.
    #[must_use]
    pub const fn policy(&self) -> Option<&PolicyRef> {
        self.policy.as_ref()
    }

    /// The handler and where it stands; `None` for one that was stated at the route.
    #[must_use]
    pub const fn info(&self) -> Option<&HandlerInfo> {
        self.info.as_ref()
    }
}

impl MethodPolicies {
    /// No handler yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { handlers: Vec::new(), any: None }
    }

    /// Adds the handler of `method`; `policy` is `None` for one without a policy. A handler of the same method that
    /// is already there stays.
    pub fn add(&mut self, method: &str, policy: Option<PolicyRef>, info: Option<HandlerInfo>) {
        if !self.handlers.iter().any(|handler| handler.method == method) {
            self.handlers.push(Handler { method: method.to_owned(), policy, info });
        }
    }

    /// Adds the handler of all methods that have none of their own.
    pub fn add_any(&mut self, policy: Option<PolicyRef>, info: Option<HandlerInfo>) {
        self.any.get_or_insert(Handler { method: String::new(), policy, info });
    }

    /// Adds the handlers of another list for the same path.
    pub fn merge(&mut self, other: Self) {
        for Handler { method, policy, info } in other.handlers {
            self.add(&method, policy, info);
        }
        if let Some(Handler { policy, info, .. }) = other.any {
            self.add_any(policy, info);
        }
    }

    /// The handlers, in the order in which they were added; that of any method last.
    pub fn handlers(&self) -> impl Iterator<Item = &Handler> {
        self.handlers.iter().chain(&self.any)
    }

    /// Whether there is no handler.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.handlers.is_empty() && self.any.is_none()
    }

    /// The finished dispatch, with `prepare` applied to each endpoint once.
    ///
    /// `app` is the policy of the whole application: it answers for methods that have no handler here.
    pub fn finish<T>(&self, app: Option<&PolicyRef>, prepare: impl Fn(Endpoint) -> T) -> Dispatch<T> {
        let served_by = |policy: &PolicyRef| {
            let policy = policy.clone();
            self.handlers
                .iter()
                .filter(move |other| other.policy.as_ref().is_some_and(|other| other.is_same(&policy)))
                .map(|other| other.method.as_str())
        };
        let endpoint = |handler: &Handler| {
            let policy = handler.policy.clone()?;
            let served: Vec<&str> = served_by(&policy).collect();
            Some(match handler.method() {
                Some(method) => Endpoint::handler(policy.clone(), handler.info, method, served),
                None => Endpoint::any_method(policy, handler.info),
            })
        };
        let entries = self
            .handlers
            .iter()
            .map(|handler| (handler.method.clone().into_boxed_str(), endpoint(handler).map(&prepare)))
            .collect();
        let rest = match (&self.any, app) {
            (Some(any), _) => Some(endpoint(any).map(&prepare)),
            (None, Some(app)) => {
                // What another policy, or nobody's, serves is not the application's to name.
                let taken = self.handlers.iter().filter(|handler| {
                    !handler.policy.as_ref().is_some_and(|policy| policy.is_same(app))
                });
                let taken: Vec<&str> = taken.map(|handler| handler.method.as_str()).collect();
                Some(Some(prepare(Endpoint::beside(app.clone(), taken))))
            }
            (None, None) => None,
        };
        Dispatch { entries, rest }
    }
}

/// The finished dispatch of one path.
#[derive(Debug, Clone)]
pub struct Dispatch<T> {
    entries: Box<[(Box<str>, Option<T>)]>,
    rest: Option<Option<T>>,
}

/// What answers for a method on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selected<'t, T> {
    /// This.
    Policy(&'t T),
    /// A handler without a policy: it gives nothing away and does not run for a preflight.
    Without,
    /// No handler: the framework's own 404 or 405.
    Nobody,
}

impl<T> Dispatch<T> {
    /// What answers for `method`: the method of an actual request, the requested one of a preflight.
    #[must_use]
    pub fn select(&self, method: &[u8]) -> Selected<'_, T> {
        let find = |method: &[u8]| self.entries.iter().find(|(served, _)| served.as_bytes() == method);
        let entry = match find(method) {
            None if method == b"HEAD" => find(b"GET"),
            entry => entry,
        };
        match entry.map(|(_, entry)| entry).or(self.rest.as_ref()) {
            Some(Some(entry)) => Selected::Policy(entry),
            Some(None) => Selected::Without,
            None => Selected::Nobody,
        }
    }

    /// The entries, in the order of registration; the one for all other methods last.
    pub fn entries(&self) -> impl Iterator<Item = (Option<&str>, Option<&T>)> {
        let rest = self.rest.iter().map(|entry| (None, entry.as_ref()));
        self.entries.iter().map(|(method, entry)| (Some(&**method), entry.as_ref())).chain(rest)
    }
}
