//! Policies by method and path, for a layer in front of a service that finds its handlers itself.

use std::{fmt, sync::Arc};

use cors_core::{CorsPolicy, HandlerInfo, MethodPolicies, Policies, PolicyRef, PolicySource, RoutePolicy};
use matchit::Router;

use super::handler::RouteHandler;
use crate::path::PathGuard;

/// Policies by method and path; [`CorsLayer::table`](super::CorsLayer::table) makes a layer of it.
///
/// [`routes!`](super::routes) makes one together with the dispatch. Where a service finds its handlers itself, the table
/// says it once more, and must say the same: paths are compared as they stand in the request, segment by segment, with
/// `{name}` for one segment and `{*name}` for the rest.
#[derive(Debug, Clone, Default)]
pub struct Table {
    paths: Vec<(String, MethodPolicies)>,
    app: Option<PolicyRef>,
}

/// A path that a table cannot take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteError {
    path: String,
    why: String,
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the path `{}` cannot be routed: {}; a path begins with `/`, has `{{name}}` for a segment and `{{*name}}` for \
             the rest, and no two paths match the same requests",
            self.path, self.why
        )
    }
}

impl std::error::Error for RouteError {}

impl Table {
    /// A table without paths.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that `handler` serves `method` on `path`, with its own policy.
    #[must_use]
    pub fn handler<Q, H: RouteHandler<Q>>(self, method: &str, path: &str, handler: &H) -> Self {
        self.add(method, path, handler.policy(), Some(handler.info()))
    }

    /// Says that what serves `method` on `path` has the policy `P`.
    #[must_use]
    pub fn with<P: CorsPolicy>(self, method: &str, path: &str) -> Self {
        self.add(method, path, Some(P::policy().into()), None)
    }

    /// Says that what serves `method` on `path` has this policy, made at run time.
    #[must_use]
    pub fn with_policy(self, method: &str, path: &str, policy: impl Into<PolicyRef>) -> Self {
        self.add(method, path, Some(policy.into()), None)
    }

    /// Says that what serves `method` on `path` has no policy, also under a policy for the rest.
    #[must_use]
    pub fn without(self, method: &str, path: &str) -> Self {
        self.add(method, path, None, None)
    }

    /// The policy of all that the table does not name.
    #[must_use]
    pub fn rest<P: CorsPolicy>(self) -> Self {
        self.rest_policy(P::policy())
    }

    /// The policy of all that the table does not name, made at run time.
    #[must_use]
    pub fn rest_policy(self, policy: impl Into<PolicyRef>) -> Self {
        Self { app: Some(policy.into()), ..self }
    }

    /// The routes and their policies.
    #[must_use]
    pub fn policies(&self) -> Policies {
        let mut routes = Vec::new();
        for (path, policies) in &self.paths {
            for handler in policies.handlers() {
                let route = |source| RoutePolicy::new(handler.method(), Some(path), source);
                let route = match handler.policy() {
                    Some(policy) => route(PolicySource::Handler).with_policy(policy.clone()),
                    None => route(PolicySource::OptOut),
                };
                routes.push(match handler.info() {
                    Some(info) => route.with_handler(*info),
                    None => route,
                });
            }
        }
        if let Some(app) = &self.app {
            routes.push(RoutePolicy::new(None, None, PolicySource::Application).with_policy(app.clone()));
        }
        Policies::sorted(routes)
    }

    /// `method` is `any` for any.
    pub(super) fn add(
        mut self,
        method: &str,
        path: &str,
        policy: Option<PolicyRef>,
        info: Option<HandlerInfo>,
    ) -> Self {
        let at = self.paths.iter().position(|(known, _)| known == path).unwrap_or_else(|| {
            self.paths.push((path.to_owned(), MethodPolicies::new()));
            self.paths.len() - 1
        });
        if let Some((_, policies)) = self.paths.get_mut(at) {
            match method {
                "any" => policies.add_any(policy, info),
                method => policies.add(method, policy, info),
            }
        }
        self
    }

    pub(super) fn finish(&self) -> Result<Arc<Matcher>, RouteError> {
        let mut router = Router::new();
        let mut guards = Vec::new();
        for (path, policies) in &self.paths {
            router
                .insert(path.as_str(), guards.len())
                .map_err(|error| RouteError { path: path.clone(), why: error.to_string() })?;
            guards.push(PathGuard::new(policies, self.app.as_ref()));
        }
        let elsewhere = self.app.as_ref().map(|app| PathGuard::new(&MethodPolicies::new(), Some(app)));
        Ok(Arc::new(Matcher { router, guards, elsewhere }))
    }
}

/// A finished table.
pub(super) struct Matcher {
    router: Router<usize>,
    guards: Vec<PathGuard>,
    /// What the table does not name.
    pub(super) elsewhere: Option<PathGuard>,
}

/// What a path leads to.
pub(super) struct Found<'m, 'p> {
    pub(super) guard: &'m PathGuard,
    /// The position of the path in the table.
    pub(super) index: usize,
    pub(super) params: matchit::Params<'m, 'p>,
}

impl Matcher {
    pub(super) fn find<'m, 'p>(&'m self, path: &'p str) -> Option<Found<'m, 'p>> {
        let matched = self.router.at(path).ok()?;
        let index = *matched.value;
        let guard = self.guards.get(index)?;
        Some(Found { guard, index, params: matched.params })
    }
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policies: Vec<_> = self.guards.iter().map(PathGuard::policies).collect();
        f.debug_struct("Matcher").field("policies", &policies).finish_non_exhaustive()
    }
}
