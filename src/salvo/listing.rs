//! A list of routes and their policies.

use std::collections::BTreeSet;

use ::salvo_core::{
    http::Method,
    routing::{self, Filter, FilterInfo},
};
use cors_core::{Policies, PolicyRef, PolicySource, RoutePolicy};

use super::{
    child::{Child, Entry},
    router::Router,
};

/// The routes of a router and their policies.
pub(super) fn policies(router: &Router) -> Policies {
    let mut list = List::default();
    list.router(router, "", None);
    for path in list.open.difference(&list.closed) {
        if let Some(app) = &router.app {
            list.routes.push(application(None, Some(path), app));
        }
    }
    list.routes.extend(router.app.as_ref().map(|app| application(None, None, app)));
    Policies::sorted(list.routes)
}

#[derive(Default)]
struct List {
    routes: Vec<RoutePolicy>,
    /// Paths with a handler.
    open: BTreeSet<String>,
    /// Paths with a handler of any method.
    closed: BTreeSet<String>,
}

impl List {
    fn router(&mut self, router: &Router, prefix: &str, around: Option<&PolicyRef>) {
        let app = router.app.as_ref().or(around);
        let path = join(prefix, &router.head.filters);
        for child in &router.children {
            match child {
                Child::Router(router) => self.router(router, &path, app),
                Child::Handler(entry) => self.entry(entry, &path),
                Child::Foreign(router) => self.foreign(router, &path, None, app),
            }
        }
        if let Some(goal) = &router.goal {
            self.entry(goal, &path);
        }
    }

    fn entry(&mut self, entry: &Entry, path: &str) {
        let path = shown(path);
        let source = if entry.policy.is_some() { PolicySource::Handler } else { PolicySource::OptOut };
        let route = RoutePolicy::new(entry.method.as_ref().map(Method::as_str), Some(path), source);
        let route = match &entry.policy {
            Some(policy) => route.with_policy(policy.clone()),
            None => route,
        };
        self.routes.push(match entry.info {
            Some(info) => route.with_handler(info),
            None => route,
        });
        self.saw(path, entry.method.is_some());
    }

    fn foreign(
        &mut self,
        router: &routing::Router,
        prefix: &str,
        method: Option<&str>,
        app: Option<&PolicyRef>,
    ) {
        let path = join(prefix, &router.filters);
        let own = router.filters.iter().find_map(|filter| match filter.info() {
            FilterInfo::Method(method) => Some(method),
            _ => None,
        });
        let method = own.as_ref().map(Method::as_str).or(method);
        for child in &router.routers {
            self.foreign(child, &path, method, app);
        }
        if router.goal.is_some() {
            let path = shown(&path);
            self.routes.push(match app {
                Some(app) => application(method, Some(path), app),
                None => RoutePolicy::new(method, Some(path), PolicySource::Nothing),
            });
            self.saw(path, method.is_some());
        }
    }

    fn saw(&mut self, path: &str, has_method: bool) {
        self.open.insert(path.to_owned());
        if !has_method {
            self.closed.insert(path.to_owned());
        }
    }
}

fn application(method: Option<&str>, path: Option<&str>, policy: &PolicyRef) -> RoutePolicy {
    RoutePolicy::new(method, path, PolicySource::Application).with_policy(policy.clone())
}

/// The path below `prefix`, as the filters write it.
fn join(prefix: &str, filters: &[Box<dyn Filter>]) -> String {
    let parts = filters.iter().filter_map(|filter| match filter.info() {
        FilterInfo::Path(path) => Some(path),
        _ => None,
    });
    let mut path = prefix.to_owned();
    for part in parts.filter(|part| !part.trim_matches('/').is_empty()) {
        path.push('/');
        path.push_str(part.trim_matches('/'));
    }
    path
}

fn shown(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}
