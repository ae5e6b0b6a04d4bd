//! A router, finished: salvo's service with the hoop of this library in front.

use std::{any::TypeId, sync::Arc};

use ::salvo_core::{
    Service,
    http::Method,
    routing::{self, Filter, FilterInfo, MethodFilter},
};
use cors_core::PolicyRef;

use super::{
    child::{Child, Entry},
    guard::{Guard, Seal},
    hoop::{CorsHoop, no_method},
    place::Place,
    router::Router,
    slot::{Application, HandlerSlot, Slot},
    survey::may_read_method,
};

/// The service of a router.
pub(super) fn service(router: Router) -> Service {
    let app = router.app.clone().map(application);
    let mut builder = Builder::default();
    builder.collect(&router);
    let mut router = builder.router(router, app.as_ref());
    let seal = Seal::new();
    router.hoops.insert(0, Arc::new(Guard(seal)));
    let router = Arc::new(router);
    let hoop = CorsHoop {
        router: Arc::clone(&router),
        app,
        seal,
        reads_method: builder.reads_method,
        methods: builder.methods.into(),
    };
    Service::new(router).hoop(hoop)
}

/// Makes salvo's router, with a [`Place`] in front of each handler.
#[derive(Debug, Default)]
struct Builder {
    served: Vec<Served>,
    /// The methods by which a place on which this library has a say can be found.
    methods: Vec<Method>,
    reads_method: bool,
}

/// The policy of handlers, and the methods of those that are registered by method, in the order in which salvo asks.
#[derive(Debug)]
struct Served {
    policy: PolicyRef,
    methods: Vec<Method>,
}

impl Builder {
    /// Takes down which policy serves which methods.
    fn collect(&mut self, router: &Router) {
        for child in &router.children {
            match child {
                Child::Router(router) => self.collect(router),
                Child::Handler(Entry { method: Some(method), policy: Some(policy), .. }) => {
                    match self.served.iter_mut().find(|served| served.policy.is_same(policy)) {
                        Some(served) => add(&mut served.methods, method),
                        None => {
                            self.served
                                .push(Served { policy: policy.clone(), methods: vec![method.clone()] });
                        }
                    }
                }
                Child::Handler(_) | Child::Foreign(_) => {}
            }
        }
    }

    /// A router of this library; the policy of `app` covers those of salvo's own in it.
    fn router(&mut self, router: Router, app: Option<&Arc<Application>>) -> routing::Router {
        let Router { mut head, children, goal, app: _ } = router;
        self.look_at(&head.filters);
        for child in children {
            head.routers.push(match child {
                Child::Router(router) => {
                    let own = router.app.clone().map(application);
                    self.router(router, own.as_ref().or(app))
                }
                Child::Handler(entry) => self.handler(entry),
                Child::Foreign(router) => {
                    let slot = app.map_or(Slot::Foreign, |app| Slot::Application(Arc::clone(app)));
                    self.foreign(router, &slot)
                }
            });
        }
        // salvo asks a router's own goal after its children.
        head.routers.extend(goal.map(|entry| self.handler(entry)));
        head
    }

    fn handler(&mut self, entry: Entry) -> routing::Router {
        let Entry { method, handler, policy, info } = entry;
        let slot = policy.map_or(Slot::OptOut, |policy| {
            let served = self.served.iter().find(|served| served.policy.is_same(&policy));
            let methods = served.map(|served| served.methods.clone()).unwrap_or_default();
            Slot::Handler(Arc::new(HandlerSlot::new(policy, info, method.as_ref(), methods.into())))
        });
        let mut child = routing::Router::with_filter(self.place(method, &slot));
        child.goal = Some(handler);
        child
    }

    /// A router of salvo's own, with `slot` in front of each of its handlers.
    fn foreign(&mut self, mut router: routing::Router, slot: &Slot) -> routing::Router {
        if router.routers.is_empty() {
            if router.goal.is_some() {
                // What `.get(..)` makes: the place does what this filter did.
                let method = router.filters.last().and_then(|filter| method_of(&**filter));
                if method.is_some() {
                    router.filters.pop();
                }
                self.look_at(&router.filters);
                let place = self.place(method, slot);
                router.filters.push(Box::new(place));
            }
            return router;
        }
        self.look_at(&router.filters);
        let children = router.routers.into_iter();
        router.routers = children.map(|child| self.foreign(child, slot)).collect();
        if let Some(goal) = router.goal.take() {
            let mut child = routing::Router::with_filter(self.place(None, slot));
            child.goal = Some(goal);
            router.routers.push(child);
        }
        router
    }

    fn place(&mut self, method: Option<Method>, slot: &Slot) -> Place {
        if slot.is_ours() {
            match &method {
                Some(method) => add(&mut self.methods, method),
                // It answers to whatever is asked.
                None => add(&mut self.methods, &no_method()),
            }
        }
        Place::new(method, slot.clone())
    }

    fn look_at(&mut self, filters: &[Box<dyn Filter>]) {
        let mut methods = Vec::new();
        for filter in filters {
            self.reads_method |= may_read_method(&**filter);
            filter.collect_methods(&mut methods);
        }
        for method in &methods {
            add(&mut self.methods, method);
        }
    }
}

fn application(policy: PolicyRef) -> Arc<Application> {
    Arc::new(Application::new(policy))
}

fn method_of(filter: &dyn Filter) -> Option<Method> {
    match filter.info() {
        FilterInfo::Method(method) if filter.type_id() == TypeId::of::<MethodFilter>() => Some(method),
        _ => None,
    }
}

fn add(methods: &mut Vec<Method>, method: &Method) {
    if !methods.contains(method) {
        methods.push(method.clone());
    }
}
