//! A router, finished: salvo's service with the hoop of this library in front.

use std::sync::Arc;

use ::salvo_core::{Service, http::Method, routing};
use cors_core::{MethodPolicies, PolicyRef, http1::Prepared};

use super::{
    hoop::CorsHoop,
    router::{Child, Entry, Router},
    slot::{Application, HandlerSlot, Place, Slot},
};

/// A method (`None` for any) and the policy of its handler.
struct Served(Option<Method>, Option<PolicyRef>);

/// The service of a router.
pub(super) fn service(router: Router) -> Service {
    let app = router.app.clone().map(|policy| Arc::new(Application::new(policy)));
    let mut all = Vec::new();
    methods(&router, &mut all);
    let mut methods: Vec<Method> = Vec::new();
    for Served(method, _) in &all {
        // What is registered for any method answers to whatever is asked.
        let method = method.clone().unwrap_or(Method::OPTIONS);
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    let router = Arc::new(build(router, app.as_ref(), &all));
    Service::new(Arc::clone(&router)).hoop(CorsHoop::new(router, app, methods.into()))
}

/// All methods and policies, in the order in which salvo asks.
fn methods(router: &Router, all: &mut Vec<Served>) {
    for child in &router.children {
        match child {
            Child::Router(router) => methods(router, all),
            Child::Handler(entry) => all.push(Served(entry.method.clone(), entry.policy.clone())),
            Child::Foreign(_) => {}
        }
    }
    all.extend(router.goal.iter().map(|entry| Served(None, entry.policy.clone())));
}

/// salvo's router, with a child for each handler that tells where the match has led.
fn build(router: Router, app: Option<&Arc<Application>>, all: &[Served]) -> routing::Router {
    let Router { mut head, children, goal, app: _ } = router;
    let mut policies = MethodPolicies::new();
    for child in &children {
        if let Child::Handler(Entry { method: Some(method), policy, info, .. }) = child {
            policies.add(method.as_str(), policy.clone(), *info);
        }
    }
    if let Some(Entry { policy, info, .. }) = &goal {
        policies.add_any(policy.clone(), *info);
    }
    let dispatch = policies.finish(None, Prepared::new);
    let slot = |entry: &Entry| {
        let method = entry.method.as_ref().map(Method::as_str);
        let mut prepared = dispatch.entries().filter(|(served, _)| *served == method).map(|(_, own)| own);
        let same = |other: &PolicyRef| entry.policy.as_ref().is_some_and(|own| own.is_same(other));
        let mut candidates: Vec<Method> = Vec::new();
        for Served(method, policy) in all {
            if let (Some(method), Some(policy)) = (method, policy)
                && entry.method.as_ref() != Some(method)
                && same(policy)
                && !candidates.contains(method)
            {
                candidates.push(method.clone());
            }
        }
        let here = |method: &&Method| {
            let mut handlers = policies.handlers();
            handlers.any(|one| one.method() == Some(method.as_str()) && one.policy().is_some_and(same))
        };
        Arc::new(Slot::Handler(HandlerSlot {
            method: entry.method.clone(),
            info: entry.info,
            prepared: prepared.next().flatten().cloned(),
            beside: candidates.iter().filter(here).cloned().collect(),
            candidates: candidates.into(),
        }))
    };
    let place = |entry: Entry| {
        let mut child = routing::Router::with_filter(Place::new(entry.method.clone(), slot(&entry)));
        child.goal = Some(entry.handler);
        child
    };
    for child in children {
        head.routers.push(match child {
            Child::Router(router) => {
                let own = router.app.clone().map(|policy| Arc::new(Application::new(policy)));
                build(router, own.as_ref().or(app), all)
            }
            Child::Handler(entry) => place(entry),
            Child::Foreign(router) => match app {
                Some(app) => covered(router, &Arc::new(Slot::Application(Arc::clone(app)))),
                None => router,
            },
        });
    }
    // salvo asks a router's own goal after its children.
    head.routers.extend(goal.map(place));
    head
}

/// A router of salvo's own under the policy of the application.
fn covered(mut router: routing::Router, slot: &Arc<Slot>) -> routing::Router {
    let place = Place::new(None, Arc::clone(slot));
    if router.routers.is_empty() {
        if router.goal.is_some() {
            router.filters.push(Box::new(place));
        }
        return router;
    }
    router.routers = router.routers.into_iter().map(|child| covered(child, slot)).collect();
    if let Some(goal) = router.goal.take() {
        let mut child = routing::Router::with_filter(place);
        child.goal = Some(goal);
        router.routers.push(child);
    }
    router
}
