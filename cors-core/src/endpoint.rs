//! A policy where it is served: with the methods that it may name there.

use crate::{
    decision::{Decision, names_method},
    policy::{HandlerInfo, Methods, Policy, PolicyRef},
    request::{RequestKind, RequestView},
    spec::OnRefused,
    vary::Vary,
};

/// A policy where it is served.
///
/// The browser's preflight cache has one entry a method for a URL
/// ([Fetch, "CORS-preflight cache"](https://fetch.spec.whatwg.org/#concept-cache)), so where policies hang on
/// handlers an answer names only methods that this same policy serves on this path: anything else would open a
/// neighbour's handler.
#[derive(Debug, Clone)]
pub struct Endpoint {
    policy: PolicyRef,
    handler: Option<HandlerInfo>,
    methods: MethodsHere,
    selection: Selection,
}

/// What chose the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Selection {
    /// It stands in front of everything.
    Layer,
    /// The path and the requested method.
    Handler,
}

#[derive(Debug, Clone)]
enum MethodsHere {
    /// The policy's own list, whole.
    Policy,
    /// These, joined by `,`.
    Listed(Box<str>),
    /// The requested one, as far as the policy lists it.
    Requested,
}

/// `Access-Control-Allow-Methods` at one endpoint.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowMethods<'a> {
    /// This list, joined by `,`; empty for none.
    Listed(&'a str),
    /// The requested method, if it is a valid, not forbidden token and in `within`.
    Requested {
        /// The policy's list, joined by `,`; `None` for any method.
        within: Option<&'a str>,
    },
}

impl Endpoint {
    /// A policy in front of everything: its own lists are sent whole.
    #[must_use]
    pub fn layer(policy: impl Into<PolicyRef>) -> Self {
        Self {
            policy: policy.into(),
            handler: None,
            methods: MethodsHere::Policy,
            selection: Selection::Layer,
        }
    }

    /// The policy of one handler, on a path on which the policy serves the methods `served`.
    ///
    /// `selected` is the method that leads to the handler. The order of the policy's own list is kept.
    #[must_use]
    pub fn handler<'m>(
        policy: impl Into<PolicyRef>,
        handler: Option<HandlerInfo>,
        selected: &'m str,
        served: impl IntoIterator<Item = &'m str>,
    ) -> Self {
        let policy = policy.into();
        let mut here: Vec<&str> = Vec::new();
        for method in std::iter::once(selected).chain(served) {
            if !here.contains(&method) {
                here.push(method);
            }
        }
        // GET answers HEAD.
        let is_here = |method: &str| here.contains(&method) || (method == "HEAD" && here.contains(&"GET"));
        let list = match &policy.methods {
            Methods::OfRoute => here.join(","),
            Methods::Listed(list) if list.as_str() == "*" => here.join(","),
            Methods::Listed(list) => {
                list.as_str().split(',').filter(|method| is_here(method)).collect::<Vec<_>>().join(",")
            }
        };
        Self { policy, handler, methods: MethodsHere::Listed(list.into()), selection: Selection::Handler }
    }

    /// The policy of a handler that serves any method.
    #[must_use]
    pub fn any_method(policy: impl Into<PolicyRef>, handler: Option<HandlerInfo>) -> Self {
        Self {
            policy: policy.into(),
            handler,
            methods: MethodsHere::Requested,
            selection: Selection::Handler,
        }
    }

    /// A policy for what no handler on a path answers for, where handlers with other policies serve `taken`.
    #[must_use]
    pub fn beside<'m>(policy: impl Into<PolicyRef>, taken: impl IntoIterator<Item = &'m str>) -> Self {
        let policy = policy.into();
        let taken: Vec<&str> = taken.into_iter().collect();
        let methods = match &policy.methods {
            Methods::OfRoute => MethodsHere::Listed("".into()),
            // `*` would name the neighbours' methods.
            Methods::Listed(list) if list.as_str() == "*" => MethodsHere::Requested,
            Methods::Listed(list) => {
                let left = list.as_str().split(',').filter(|method| !taken.contains(method));
                MethodsHere::Listed(left.collect::<Vec<_>>().join(",").into())
            }
        };
        Self { policy, handler: None, methods, selection: Selection::Handler }
    }

    /// The same where `HEAD` has a handler of its own with another policy, or with none: `HEAD` is not named.
    #[must_use]
    pub fn without_head(mut self) -> Self {
        if let MethodsHere::Listed(list) = &mut self.methods {
            let left = list.split(',').filter(|method| *method != "HEAD");
            *list = left.collect::<Vec<_>>().join(",").into();
        }
        self
    }

    /// The policy.
    #[must_use]
    #[inline]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy in a form that can be kept.
    #[must_use]
    pub const fn policy_ref(&self) -> &PolicyRef {
        &self.policy
    }

    /// The handler; `None` for a layer.
    #[must_use]
    pub const fn handler_info(&self) -> Option<&HandlerInfo> {
        self.handler.as_ref()
    }

    /// The methods that a preflight answer names here.
    #[must_use]
    #[inline]
    pub fn allow_methods(&self) -> AllowMethods<'_> {
        match &self.methods {
            MethodsHere::Policy => AllowMethods::Listed(self.policy().methods().unwrap_or_default()),
            MethodsHere::Listed(list) => AllowMethods::Listed(list),
            MethodsHere::Requested => {
                AllowMethods::Requested { within: self.policy().methods().filter(|list| *list != "*") }
            }
        }
    }

    /// What to answer to this request. Takes no lock and allocates nothing.
    #[must_use]
    #[inline]
    pub fn decide<'a>(&'a self, view: &RequestView<'a>) -> Decision<'a> {
        Decision::new(self, view)
    }

    /// Whether a preflight answer here may name `method`.
    #[must_use]
    pub fn names(&self, method: &str) -> bool {
        match self.allow_methods() {
            AllowMethods::Listed(list) => names_method(list, method.as_bytes()),
            AllowMethods::Requested { within } => {
                within.is_none_or(|list| names_method(list, method.as_bytes()))
            }
        }
    }

    pub(crate) fn vary(&self, kind: RequestKind) -> Vary {
        let is_any = self.policy().origins().is_any();
        match (kind, self.selection) {
            // The constant answer is the only one that no cache can spoil.
            (RequestKind::Preflight, Selection::Layer) if is_any => Vary::NONE,
            (RequestKind::Preflight, Selection::Handler) if is_any => Vary::METHOD,
            (RequestKind::Preflight, _) if self.policy().mirror_headers => Vary::MIRRORED_PREFLIGHT,
            (RequestKind::Preflight, _) => Vary::PREFLIGHT,
            _ if is_any => Vary::NONE,
            _ if self.policy().on_refused() == OnRefused::Forbid => Vary::ORIGIN_AND_FETCH_SITE,
            _ => Vary::ORIGIN,
        }
    }
}
