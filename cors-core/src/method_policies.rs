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
        let has_head = self.handlers.iter().any(|handler| handler.method == "HEAD");
        let endpoint = |handler: &Handler| {
            let policy = handler.policy.clone()?;
            let served: Vec<&str> = served_by(&policy).collect();
            let Some(method) = handler.method() else {
                return Some(Endpoint::any_method(policy, handler.info));
            };
            let is_head_anothers = has_head && !served.contains(&"HEAD");
            let endpoint = Endpoint::handler(policy, handler.info, method, served);
            Some(if is_head_anothers { endpoint.without_head() } else { endpoint })
        };
        let entries = self
            .handlers
            .iter()
            .map(|handler| {
                (handler.method.clone().into_boxed_str(), Slot::new(endpoint(handler).map(&prepare)))
            })
            .collect();
        let rest = match (&self.any, app) {
            (Some(any), _) => Some(Slot::new(endpoint(any).map(&prepare))),
            (None, Some(app)) => {
                // What another policy, or nobody's, serves is not the application's to name.
                let taken = self
                    .handlers
                    .iter()
                    .filter(|handler| !handler.policy.as_ref().is_some_and(|policy| policy.is_same(app)));
                let taken: Vec<&str> = taken.map(|handler| handler.method.as_str()).collect();
                Some(Slot::Policy(prepare(Endpoint::beside(app.clone(), taken))))
            }
            (None, None) => None,
        };
        Dispatch { entries, rest }
    }
}

/// The finished dispatch of one path.
#[derive(Debug, Clone)]
pub struct Dispatch<T> {
    entries: Box<[(Box<str>, Slot<T>)]>,
    /// For all other methods; `None` where nobody serves them.
    rest: Option<Slot<T>>,
}

#[derive(Debug, Clone)]
enum Slot<T> {
    Policy(T),
    Without,
}

impl<T> Slot<T> {
    fn new(prepared: Option<T>) -> Self {
        prepared.map_or(Self::Without, Self::Policy)
    }

    const fn policy(&self) -> Option<&T> {
        match self {
            Self::Policy(prepared) => Some(prepared),
            Self::Without => None,
        }
    }
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
            Some(Slot::Policy(entry)) => Selected::Policy(entry),
            Some(Slot::Without) => Selected::Without,
            None => Selected::Nobody,
        }
    }

    /// The entries, in the order of registration; the one for all other methods last.
    pub fn entries(&self) -> impl Iterator<Item = (Option<&str>, Option<&T>)> {
        let rest = self.rest.iter().map(|entry| (None, entry.policy()));
        self.entries.iter().map(|(method, entry)| (Some(&**method), entry.policy())).chain(rest)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::policy::Policy;

    fn policy(origin: &str) -> PolicyRef {
        Arc::new(Policy::builder().origins([origin]).build().unwrap()).into()
    }

    /// `Access-Control-Allow-Methods` for a preflight that asks for `method`; `-` for no policy.
    fn named(dispatch: &Dispatch<Endpoint>, method: &str) -> String {
        match dispatch.select(method.as_bytes()) {
            Selected::Policy(endpoint) => {
                let headers: &[(&str, &[u8])] =
                    &[("origin", b"https://a.example"), ("access-control-request-method", method.as_bytes())];
                let view = crate::RequestView::new("OPTIONS", &headers);
                String::from_utf8(endpoint.decide(&view).allow_methods().to_vec()).unwrap()
            }
            Selected::Without => "-".to_owned(),
            Selected::Nobody => "nobody".to_owned(),
        }
    }

    #[test]
    fn a_preflight_names_only_what_its_own_policy_serves() {
        let (named_policy, other) = (policy("https://a.example"), policy("https://a.example"));
        let mut path = MethodPolicies::new();
        path.add("GET", Some(named_policy.clone()), None);
        path.add("POST", Some(other), None);
        path.add("DELETE", Some(named_policy), None);
        path.add("PUT", None, None);
        let dispatch = path.finish(None, |endpoint| endpoint);
        assert_eq!(named(&dispatch, "GET"), "GET,DELETE");
        assert_eq!(named(&dispatch, "HEAD"), "GET,DELETE");
        assert_eq!(named(&dispatch, "DELETE"), "DELETE,GET");
        assert_eq!(named(&dispatch, "POST"), "POST");
        assert_eq!(named(&dispatch, "PUT"), "-");
        assert_eq!(named(&dispatch, "PATCH"), "nobody");
        assert_eq!(named(&dispatch, "get"), "nobody");
    }

    #[test]
    fn a_listed_method_that_others_serve_is_left_out() {
        let wide = Policy::builder().origins(["https://a.example"]).methods(["GET", "HEAD", "PUT", "DELETE"]);
        let wide: PolicyRef = wide.build().unwrap().into();
        let mut path = MethodPolicies::new();
        path.add("GET", Some(wide.clone()), None);
        path.add("DELETE", Some(policy("https://b.example")), None);
        path.add("PUT", None, None);
        let dispatch = path.finish(Some(&wide), |endpoint| endpoint);
        assert_eq!(named(&dispatch, "GET"), "GET,HEAD");
        // The application's policy answers for what nobody serves here, and names no neighbour's method.
        assert_eq!(named(&dispatch, "PATCH"), "GET,HEAD");
    }

    #[test]
    fn head_is_named_unless_another_policy_serves_it() {
        let reads =
            Policy::builder().origins(["https://a.example"]).methods(["GET", "HEAD"]).build().unwrap();
        let reads = PolicyRef::from(Arc::new(reads));
        for (head, get_names) in [
            (None, "GET,HEAD"),
            (Some(Some(reads.clone())), "GET,HEAD"),
            (Some(Some(policy("https://a.example"))), "GET"),
            (Some(None), "GET"),
        ] {
            let mut path = MethodPolicies::new();
            path.add("GET", Some(reads.clone()), None);
            if let Some(head) = head {
                path.add("HEAD", head, None);
            }
            let dispatch = path.finish(None, |endpoint| endpoint);
            assert_eq!(named(&dispatch, "GET"), get_names);
        }
    }

    #[test]
    fn a_handler_of_any_method_names_the_requested_one() {
        let mut path = MethodPolicies::new();
        path.add("DELETE", Some(policy("https://b.example")), None);
        path.add_any(Some(policy("https://a.example")), None);
        let dispatch = path.finish(None, |endpoint| endpoint);
        assert_eq!(named(&dispatch, "PATCH"), "PATCH");
        assert_eq!(named(&dispatch, "purge"), "purge");
        for odd in ["TRACE", "track", "GET, DELETE", "P UT", "", "\r\n"] {
            assert_eq!(named(&dispatch, odd), "", "{odd:?}");
        }
    }

    #[test]
    fn the_application_s_policy_with_any_method_names_the_requested_one_beside_neighbours() {
        let app = Policy::builder().origins(["https://a.example"]).methods(["*"]).build().unwrap();
        let mut path = MethodPolicies::new();
        path.add("DELETE", None, None);
        let dispatch = path.finish(Some(&app.into()), |endpoint| endpoint);
        assert_eq!(named(&dispatch, "PUT"), "PUT");
        assert_eq!(named(&dispatch, "DELETE"), "-");
    }
}
