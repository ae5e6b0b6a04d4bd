//! The policies of all routes.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use cors_core::{
    HandlerInfo, MethodPolicies, Policies, PolicyRef, PolicySource, RequestView, RoutePolicy,
    endpoint::Endpoint, http1::Prepared,
};
use http::{HeaderMap, Method};

use super::segment::{self, Segment};
use crate::path::{self, PathGuard, Step};

/// One route.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) segments: Vec<Segment>,
    /// `None` for any.
    pub(super) method: Option<Method>,
    pub(super) policy: Option<PolicyRef>,
    pub(super) info: Option<HandlerInfo>,
    pub(super) id: EntryId,
}

/// Which route it is, in the whole program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryId(u64);

/// The finished table.
#[derive(Debug)]
pub(super) struct Table {
    entries: Vec<Finished>,
    groups: Vec<PathGuard>,
    /// Where the routes of more than one path take a request, and none of them its method.
    between: Option<Prepared>,
    /// Where no route takes a request.
    elsewhere: PathGuard,
}

#[derive(Debug)]
struct Finished {
    entry: Entry,
    /// All routes with the same path.
    group: usize,
    /// This route alone: for the requests that it serves, and for preflights where routes of other paths take the same
    /// request, because what those serve must not be named.
    alone: PathGuard,
}

/// What is to be done with a request, and who will be asked.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) step: Step,
    pub(super) entry: Option<EntryId>,
}

impl EntryId {
    pub(super) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl Entry {
    fn serves(&self, method: &str) -> bool {
        self.method.as_ref().is_none_or(|own| own.as_str() == method)
    }

    /// Whether no request for `later` ever comes to it.
    pub(super) fn hides(&self, later: &Self) -> bool {
        self.segments == later.segments && (self.method.is_none() || self.method == later.method)
    }

    fn add_to(&self, policies: &mut MethodPolicies) {
        match &self.method {
            Some(method) => policies.add(method.as_str(), self.policy.clone(), self.info),
            None => policies.add_any(self.policy.clone(), self.info),
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.as_ref().map_or("ANY", Method::as_str), segment::text(&self.segments))
    }
}

/// The handlers of each path, in the order of the first route of each.
fn grouped(entries: &[Entry]) -> Vec<(&[Segment], MethodPolicies)> {
    let mut groups: Vec<(&[Segment], MethodPolicies)> = Vec::new();
    for entry in entries {
        if let Some((_, policies)) = groups.iter_mut().find(|(segments, _)| *segments == entry.segments) {
            entry.add_to(policies);
        } else {
            let mut policies = MethodPolicies::new();
            entry.add_to(&mut policies);
            groups.push((&entry.segments, policies));
        }
    }
    groups
}

impl Table {
    pub(super) fn new(entries: &[Entry], app: Option<&PolicyRef>) -> Self {
        let groups = grouped(entries);
        let group_of = |entry: &Entry| {
            groups.iter().position(|(segments, _)| *segments == entry.segments).unwrap_or_default()
        };
        let numbers: Vec<usize> = entries.iter().map(group_of).collect();
        let guards = groups.iter().map(|(_, policies)| PathGuard::new(policies, app)).collect();
        let between = app.map(|app| {
            let taken = entries.iter().filter_map(|entry| entry.method.as_ref()).map(Method::as_str);
            Prepared::new(Endpoint::beside(app.clone(), taken))
        });
        let finished = entries.iter().zip(numbers).map(|(entry, group)| {
            let mut policies = MethodPolicies::new();
            entry.add_to(&mut policies);
            Finished { alone: PathGuard::new(&policies, None), group, entry: entry.clone() }
        });
        Self {
            entries: finished.collect(),
            groups: guards,
            between,
            elsewhere: PathGuard::new(&MethodPolicies::new(), app),
        }
    }

    /// `path` is what no filter in front has taken, without its leading slash.
    pub(super) fn choose(&self, method: &Method, path: &str, headers: &HeaderMap) -> Choice {
        let view = RequestView::new(method.as_str(), headers);
        let is_preflight = path::is_preflight(method, headers);
        let wanted = view.requested_method().filter(|_| is_preflight);
        let wanted = wanted.map_or(Ok(method.as_str()), std::str::from_utf8).unwrap_or_default();
        let mut group = None;
        let mut is_alone = true;
        let mut entry = None;
        for one in self.entries.iter().filter(|one| segment::take(&one.entry.segments, path)) {
            is_alone &= group.is_none_or(|group| group == one.group);
            group.get_or_insert(one.group);
            if entry.is_none() && one.entry.serves(wanted) {
                entry = Some(one);
            }
        }
        // What a route serves has its policy and no other. Only preflights are answered for the path as a whole, unless
        // a route for any method serves HEAD beside one for GET, which a path as a whole takes for HEAD too.
        let serves_head_beside_get = |one: &Finished| wanted == "HEAD" && one.entry.method.is_none();
        let step = match (group.and_then(|group| self.groups.get(group)), entry) {
            (Some(_), Some(entry)) if !is_alone || !is_preflight || serves_head_beside_get(entry) => {
                entry.alone.step(method, headers)
            }
            (Some(group), _) if is_alone => group.step(method, headers),
            (Some(_), _) => match &self.between {
                Some(between) => path::step(between, method, headers),
                None if is_preflight => self.elsewhere.step(method, headers),
                None => Step::Nobody,
            },
            // Without a policy for the application, what no route of ours takes is left to others.
            (None, _) if self.between.is_none() => Step::Nobody,
            (None, _) => self.elsewhere.step(method, headers),
        };
        Choice { step, entry: entry.map(|entry| entry.entry.id) }
    }
}

/// The list of routes for a log.
pub(super) fn policies(entries: &[Entry], app: Option<&PolicyRef>) -> Policies {
    let mut routes = Vec::new();
    for (segments, policies) in grouped(entries) {
        let path = segment::text(segments);
        for handler in policies.handlers() {
            let source =
                if handler.policy().is_some() { PolicySource::Handler } else { PolicySource::OptOut };
            let route = described(handler.method(), Some(&path), source, handler.policy());
            routes.push(match handler.info() {
                Some(info) => route.with_handler(*info),
                None => route,
            });
        }
        if app.is_some() && !policies.handlers().any(|handler| handler.method().is_none()) {
            routes.push(described(None, Some(&path), PolicySource::Application, app));
        }
    }
    if app.is_some() {
        routes.push(described(None, None, PolicySource::Application, app));
    }
    Policies::sorted(routes)
}

fn described(
    method: Option<&str>,
    path: Option<&str>,
    source: PolicySource,
    policy: Option<&PolicyRef>,
) -> RoutePolicy {
    let route = RoutePolicy::new(method, path, source);
    match policy {
        Some(policy) => route.with_policy(policy.clone()),
        None => route,
    }
}
