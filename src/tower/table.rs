//! Policies by method and path, for a layer in front of a service that finds its handlers itself.

use std::{fmt, sync::Arc};

use cors_core::{
    CorsPolicy, HandlerInfo, MethodPolicies, Policies, PolicyRef, PolicySource, RoutePolicy, http1::Pending,
};
use http::{HeaderMap, Method};
use matchit::Router;

use super::{
    handler::RouteHandler,
    mistakes::{Mistakes, RouteError},
};
use crate::path::{PathGuard, Step};

/// Policies by method and path; [`CorsLayer::table`](super::CorsLayer::table) makes a layer of it.
///
/// [`routes!`](super::routes) makes one together with the dispatch. Where a service finds its handlers itself, the table
/// says it once more, and must say the same: paths are compared as they stand in the request, segment by segment, with
/// `{name}` for one segment and `{*name}` for the rest. A method is written as in a request, `any` stands for any.
///
/// A service that decodes paths, or that ignores case or slashes at their end, serves more than the table names: such
/// requests have the policy of the [rest](Self::rest), and `on_refused = forbid` of the table passes them by.
#[derive(Debug, Clone, Default)]
pub struct Table {
    lines: Vec<Line>,
    app: Option<PolicyRef>,
}

/// One route of a table.
#[derive(Debug, Clone)]
struct Line {
    /// `any` for any.
    method: String,
    path: String,
    policy: Option<PolicyRef>,
    info: Option<HandlerInfo>,
}

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
        for (path, policies) in self.grouped() {
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
        self.lines.push(Line { method: method.to_owned(), path: path.to_owned(), policy, info });
        self
    }

    /// The handlers of each path, in the order of the first route of each.
    fn grouped(&self) -> Vec<(&str, MethodPolicies)> {
        let mut paths: Vec<(&str, MethodPolicies)> = Vec::new();
        for Line { method, path, policy, info } in &self.lines {
            let at = paths.iter().position(|(known, _)| known == path).unwrap_or_else(|| {
                paths.push((path, MethodPolicies::new()));
                paths.len() - 1
            });
            if let Some((_, policies)) = paths.get_mut(at) {
                match method.as_str() {
                    "any" => policies.add_any(policy.clone(), *info),
                    method => policies.add(method, policy.clone(), *info),
                }
            }
        }
        paths
    }

    pub(super) fn finish(&self) -> Result<Arc<Matcher>, RouteError> {
        let mut mistakes = Mistakes::default();
        for line in &self.lines {
            mistakes.route(&line.method, &line.path);
        }
        let mut router = Router::new();
        for (index, (path, _)) in self.grouped().into_iter().enumerate() {
            let inserted = if mistakes.path(path) { router.insert(path, index) } else { Ok(()) };
            if let Err(error) = inserted {
                mistakes.unroutable(path, &error);
            }
        }
        mistakes.finish()?;
        Ok(Arc::new(self.guarded(router)))
    }

    /// The same paths with the policies as they are now.
    pub(super) fn refinish(&self, matcher: &Matcher) -> Arc<Matcher> {
        Arc::new(self.guarded(matcher.router.clone()))
    }

    fn guarded(&self, router: Router<usize>) -> Matcher {
        let app = self.app.as_ref();
        let guards = self.grouped().iter().map(|(_, policies)| PathGuard::new(policies, app)).collect();
        let elsewhere = app.map(|app| PathGuard::new(&MethodPolicies::new(), Some(app)));
        Matcher { router, guards, elsewhere }
    }
}

/// A finished table.
pub(super) struct Matcher {
    router: Router<usize>,
    guards: Vec<PathGuard>,
    /// What the table does not name.
    elsewhere: Option<PathGuard>,
}

/// What a path leads to.
pub(super) struct Found<'m, 'p> {
    /// What decides; `None` where nobody has a say.
    pub(super) guard: Option<&'m PathGuard>,
    /// The position of the path in the table, and its parts; `None` for a path that the table does not name.
    pub(super) path: Option<(usize, matchit::Params<'m, 'p>)>,
}

impl Matcher {
    /// What is to be done with a request whose path has no parts that anybody wants; of one that runs nobody has heard
    /// yet.
    // Not in line, so that a layer of one policy has its own code there.
    #[inline(never)]
    pub(super) fn first_step(&self, path: &str, method: &Method, headers: &HeaderMap) -> Step {
        let known = self.router.at(path).ok().and_then(|matched| self.guards.get(*matched.value));
        match known.or(self.elsewhere.as_ref()) {
            Some(guard) => guard.first_step(method, headers),
            None => Step::Nobody,
        }
    }

    pub(super) fn find<'m, 'p>(&'m self, path: &'p str) -> Found<'m, 'p> {
        let matched = self.router.at(path).ok();
        let known = matched.and_then(|matched| {
            let guard = self.guards.get(*matched.value)?;
            Some((guard, (*matched.value, matched.params)))
        });
        match known {
            Some((guard, path)) => Found { guard: Some(guard), path: Some(path) },
            None => Found { guard: self.elsewhere.as_ref(), path: None },
        }
    }
}

impl Found<'_, '_> {
    pub(super) fn index(&self) -> Option<usize> {
        self.path.as_ref().map(|(index, _)| *index)
    }

    pub(super) fn step(&self, method: &Method, headers: &HeaderMap) -> Step {
        self.guard.map_or(Step::Nobody, |guard| guard.step(method, headers))
    }

    /// The same; of a request that runs nobody has heard yet.
    pub(super) fn first_step(&self, method: &Method, headers: &HeaderMap) -> Step {
        self.guard.map_or(Step::Nobody, |guard| guard.first_step(method, headers))
    }
}

/// In a request: a layer has decided on it by this table, for this path and method.
///
/// The routes of the same table then do not decide again, which would be a second event for one refused request. They
/// still set the headers and mark the answer: a piece between may have a policy too, and the innermost wins.
#[derive(Clone)]
pub(super) struct Decided {
    matcher: Arc<Matcher>,
    index: Option<usize>,
    method: Method,
    pending: Pending,
}

impl Decided {
    pub(super) const fn new(
        matcher: Arc<Matcher>,
        index: Option<usize>,
        method: Method,
        pending: Pending,
    ) -> Self {
        Self { matcher, index, method, pending }
    }

    /// The decision, if it is one of this table for what the request is now.
    pub(super) fn pending(
        self,
        matcher: &Arc<Matcher>,
        index: Option<usize>,
        method: &Method,
    ) -> Option<Pending> {
        let is_same = Arc::ptr_eq(&self.matcher, matcher) && self.index == index && self.method == *method;
        is_same.then_some(self.pending)
    }
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policies: Vec<_> = self.guards.iter().map(PathGuard::policies).collect();
        f.debug_struct("Matcher").field("policies", &policies).finish_non_exhaustive()
    }
}
