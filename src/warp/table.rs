//! The policies of all routes.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use cors_core::{
    HandlerInfo, MethodPolicies, Policies, PolicyRef, PolicySource, RequestKind, RequestView, RoutePolicy,
    endpoint::Endpoint,
    event,
    http1::{self, Prepared},
    spec::OnRefused,
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
    /// In the order of the first route of each.
    groups: Vec<Group>,
    /// Where the routes of more than one path take a request, and none of them its method.
    between: Option<Prepared>,
    /// Where no route takes a request.
    elsewhere: PathGuard,
    asked: Asked,
}

/// What stands between the table and the routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    Nothing,
    /// The program's own filters, or a layer's.
    Filters,
}

/// When the table is asked about a request that is no `OPTIONS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Before it comes to anything: a policy may forbid it, or it may be answered by what is not in the table.
    First,
    /// When a route has answered, which then knows what the table would have to look for.
    Last,
}

/// All routes with the same path.
#[derive(Debug)]
struct Group {
    segments: Vec<Segment>,
    guard: PathGuard,
    routes: Vec<Finished>,
}

#[derive(Debug)]
struct Finished {
    entry: Entry,
    /// Its place among all routes.
    number: usize,
    /// This route alone: for the requests that it serves, and for preflights where routes of other paths take the same
    /// request, because what those serve must not be named.
    alone: PathGuard,
    /// What [`alone`](Self::alone) finds for any request of the route that is no preflight; `None` for a handler that is
    /// to have no policy.
    served: Option<Prepared>,
}

/// What is to be done with a request, and who will be asked.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) step: Step,
    pub(super) entry: Option<EntryId>,
    pub(super) rejections: Rejections,
}

/// What becomes of the rejections of what has a policy.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rejections {
    /// A rejection has no headers, an answer has.
    BecomeAnswers,
    /// A layer outside sees the answer that warp makes.
    #[cfg(feature = "tower")]
    Pass,
}

impl Choice {
    /// Without a route.
    pub(super) const fn of(step: Step) -> Self {
        Self { step, entry: None, rejections: Rejections::BecomeAnswers }
    }
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
        let method = self.method.as_ref().map_or("ANY", Method::as_str);
        write!(f, "`{method} {}`", segment::text(&self.segments))?;
        match self.info {
            Some(info) => write!(f, " of {} ({}:{})", info.name(), info.file(), info.line()),
            None => Ok(()),
        }
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
    pub(super) fn new(entries: &[Entry], app: Option<&PolicyRef>, between: Between) -> Self {
        let mut policies = entries.iter().filter_map(|entry| entry.policy.as_ref()).chain(app);
        let forbids = policies.any(|policy| policy.on_refused() == OnRefused::Forbid);
        let asked = if forbids || between == Between::Filters { Asked::First } else { Asked::Last };
        let group = |(segments, policies): (&[Segment], MethodPolicies)| Group {
            segments: segments.to_vec(),
            guard: PathGuard::new(&policies, app),
            routes: (0..)
                .zip(entries)
                .filter(|(_, entry)| entry.segments == segments)
                .map(Finished::new)
                .collect(),
        };
        let between = app.map(|app| {
            let taken = entries.iter().filter_map(|entry| entry.method.as_ref()).map(Method::as_str);
            Prepared::new(Endpoint::beside(app.clone(), taken))
        });
        Self {
            groups: grouped(entries).into_iter().map(group).collect(),
            between,
            elsewhere: PathGuard::new(&MethodPolicies::new(), app),
            asked,
        }
    }

    /// Whether a request of this method may go to the routes before anything is decided, and then to [`step`](Self::step)
    /// or [`choose`](Self::choose). Whoever hears of refusals does so before a handler runs.
    pub(super) fn waits(&self, method: &Method) -> bool {
        self.asked == Asked::Last && *method != Method::OPTIONS && !event::is_heard()
    }

    /// What [`choose`](Self::choose) says of a request that is no preflight and that this route takes.
    pub(super) fn step(&self, id: EntryId, method: &Method, headers: &HeaderMap) -> Step {
        let mut routes = self.groups.iter().flat_map(|group| &group.routes);
        match routes.find(|route| route.entry.id == id) {
            Some(Finished { served: Some(served), .. }) => path::step(served, method, headers),
            Some(_) => Step::Without,
            // Were it ever none of ours, nothing would be opened.
            None => Step::Answer(http1::nobody()),
        }
    }

    /// `path` is what no filter in front has taken, without its leading slash.
    pub(super) fn choose(&self, method: &Method, path: &str, headers: &HeaderMap) -> Choice {
        let view = RequestView::new(method.as_str(), headers);
        let is_preflight = view.kind() == RequestKind::Preflight;
        let wanted = view.requested_method().filter(|_| is_preflight);
        let wanted = wanted.map_or(Ok(method.as_str()), std::str::from_utf8).unwrap_or_default();
        let mut first: Option<&Group> = None;
        let mut is_alone = true;
        let mut route: Option<&Finished> = None;
        // Once a path, because it runs the `FromStr` of the parameters.
        for group in self.groups.iter().filter(|group| segment::take(&group.segments, path)) {
            is_alone &= first.is_none();
            first.get_or_insert(group);
            let serving = group.routes.iter().find(|route| route.entry.serves(wanted));
            route = [route, serving].into_iter().flatten().min_by_key(|route| route.number);
        }
        // What a route serves has its policy and no other. Only preflights are answered for the path as a whole, unless
        // a route for any method serves HEAD beside one for GET, which a path as a whole takes for HEAD too.
        let serves_head_beside_get = |one: &Finished| wanted == "HEAD" && one.entry.method.is_none();
        let step = match (first, route) {
            (Some(_), Some(route)) if !is_alone || !is_preflight || serves_head_beside_get(route) => {
                route.alone.step(method, headers)
            }
            // A path as a whole takes HEAD for GET, but here GET answers none: it is a 405, or of a filter behind.
            (Some(_), None) if wanted == "HEAD" && !is_preflight => self.elsewhere.step(method, headers),
            (Some(group), _) if is_alone => group.guard.step(method, headers),
            (Some(_), _) => match &self.between {
                Some(between) => path::step(between, method, headers),
                None if is_preflight => self.elsewhere.step(method, headers),
                None => Step::Nobody,
            },
            // Without a policy for the application, what no route of ours takes is left to others.
            (None, _) if self.between.is_none() => Step::Nobody,
            (None, _) => self.elsewhere.step(method, headers),
        };
        Choice { entry: route.map(|route| route.entry.id), ..Choice::of(step) }
    }
}

impl Finished {
    fn new((number, entry): (usize, &Entry)) -> Self {
        let mut policies = MethodPolicies::new();
        entry.add_to(&mut policies);
        let served = entry.policy.clone().map(|policy| {
            Prepared::new(match &entry.method {
                Some(method) => Endpoint::handler(policy, entry.info, method.as_str(), []),
                None => Endpoint::any_method(policy, entry.info),
            })
        });
        Self { entry: entry.clone(), number, alone: PathGuard::new(&policies, None), served }
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
