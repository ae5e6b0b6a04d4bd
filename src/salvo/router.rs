//! A router that knows the policies of all its routes.

use std::fmt;

use ::salvo_core::{
    Depot, Handler, Request, Service,
    http::{Method, uri::Scheme},
    routing::{self, Filter, PathState},
};
use cors_core::{CorsPolicy, Policies, PolicyRef};

use super::{
    child::{Child, Entry},
    finish,
    handler::CorsHandler,
    listing,
};

/// salvo's router, whose handlers say what their policy is.
///
/// It has nearly all methods of salvo's [`Router`](routing::Router), and [`map`](Self::map) for the rest.
/// [`finish`](Self::finish) makes a [`Service`] of it whose outermost hoop answers preflights and sets the headers;
/// `Server::serve` takes the router as it is, too.
///
/// ```
/// use cors::salvo::{Router, cors};
/// # extern crate salvo_core as salvo;
/// # use salvo::prelude::handler;
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[handler]
/// async fn list_orders() -> &'static str {
///     "tea, sugar"
/// }
///
/// let service = Router::new().push(Router::with_path("orders").get(list_orders)).finish();
/// ```
#[must_use = "a router does nothing until it is finished and served"]
pub struct Router {
    /// The filters and hoops of this router; it has no children and no goal.
    pub(super) head: routing::Router,
    pub(super) children: Vec<Child>,
    /// The handler of any method.
    pub(super) goal: Option<Entry>,
    pub(super) app: Option<PolicyRef>,
}

impl Router {
    /// A router without filters and handlers.
    pub fn new() -> Self {
        Self::of(routing::Router::new())
    }

    /// A router for a path. See [`Router::path`](routing::Router::path) of salvo's for what it may hold.
    pub fn with_path(path: impl Into<String>) -> Self {
        Self::of(routing::Router::with_path(path))
    }

    /// A router for a path that may not be valid.
    ///
    /// # Errors
    /// What salvo finds wrong with the path.
    pub fn try_with_path(path: impl Into<String>) -> Result<Self, String> {
        routing::Router::try_with_path(path).map(Self::of)
    }

    /// A router with a filter.
    pub fn with_filter(filter: impl Filter + Sized) -> Self {
        Self::of(routing::Router::with_filter(filter))
    }

    /// A router with a filter that is a function. It is also asked what a preflight would lead to.
    pub fn with_filter_fn<T>(filter: T) -> Self
    where
        T: for<'a> Fn(&mut Request, &mut PathState<'a>) -> bool + Send + Sync + 'static,
    {
        Self::of(routing::Router::with_filter_fn(filter))
    }

    /// A router with a hoop.
    pub fn with_hoop<H: Handler>(hoop: H) -> Self {
        Self::of(routing::Router::with_hoop(hoop))
    }

    /// A router with a hoop that runs where `filter` says so.
    pub fn with_hoop_when<H, F>(hoop: H, filter: F) -> Self
    where
        H: Handler,
        F: Fn(&Request, &Depot) -> bool + Send + Sync + 'static,
    {
        Self::of(routing::Router::with_hoop_when(hoop, filter))
    }

    /// A router for a host.
    pub fn with_host(host: impl Into<String>) -> Self {
        Self::of(routing::Router::with_host(host))
    }

    /// A router for a port.
    pub fn with_port(port: u16) -> Self {
        Self::of(routing::Router::with_port(port))
    }

    fn of(head: routing::Router) -> Self {
        Self { head, children: Vec::new(), goal: None, app: None }
    }

    /// Puts a router below this one: one of this module, or salvo's.
    ///
    /// A policy of that router covers what stands in it and has none of its own. The handlers of salvo's router are
    /// covered by the policy around it, if there is one, else they are left as they are.
    pub fn push(mut self, router: impl Into<Self>) -> Self {
        self.children.push(Child::from(router.into()));
        self
    }

    /// Puts a router below this one, before all others.
    pub fn unshift(self, router: impl Into<Self>) -> Self {
        self.insert(0, router)
    }

    /// Puts a router below this one, at `index` among what stands here already; at the end if there is less, where
    /// salvo's own panics.
    pub fn insert(mut self, index: usize, router: impl Into<Self>) -> Self {
        self.children.insert(index.min(self.children.len()), Child::from(router.into()));
        self
    }

    /// Puts routers below this one.
    pub fn append(mut self, routers: &mut Vec<Self>) -> Self {
        self.children.extend(routers.drain(..).map(Child::from));
        self
    }

    /// Changes the router by a function.
    pub fn then<F>(self, change: F) -> Self
    where
        F: FnOnce(Self) -> Self,
    {
        change(self)
    }

    /// Adds a hoop around all that stands here. Preflights do not reach it, and its answers carry the headers.
    pub fn hoop<H: Handler>(self, hoop: H) -> Self {
        self.map(|head| head.hoop(hoop))
    }

    /// Adds a hoop that runs where `filter` says so.
    pub fn hoop_when<H, F>(self, hoop: H, filter: F) -> Self
    where
        H: Handler,
        F: Fn(&Request, &Depot) -> bool + Send + Sync + 'static,
    {
        self.map(|head| head.hoop_when(hoop, filter))
    }

    /// Adds a path. See [`Router::path`](routing::Router::path) of salvo's for what it may hold.
    pub fn path(self, path: impl Into<String>) -> Self {
        self.map(|head| head.path(path))
    }

    /// Adds a path that may not be valid.
    ///
    /// # Errors
    /// What salvo finds wrong with the path.
    pub fn try_path(self, path: impl Into<String>) -> Result<Self, String> {
        Ok(Self { head: self.head.try_path(path)?, ..self })
    }

    /// Adds a filter. It is also asked what a preflight would lead to.
    pub fn filter(self, filter: impl Filter + Sized) -> Self {
        self.map(|head| head.filter(filter))
    }

    /// Adds a filter that is a function. It is also asked what a preflight would lead to.
    pub fn filter_fn<T>(self, filter: T) -> Self
    where
        T: for<'a> Fn(&mut Request, &mut PathState<'a>) -> bool + Send + Sync + 'static,
    {
        self.map(|head| head.filter_fn(filter))
    }

    /// Adds a scheme.
    pub fn scheme(self, scheme: Scheme) -> Self {
        self.map(|head| head.scheme(scheme))
    }

    /// Adds a host.
    pub fn host(self, host: impl Into<String>) -> Self {
        self.map(|head| head.host(host))
    }

    /// Adds a port.
    pub fn port(self, port: u16) -> Self {
        self.map(|head| head.port(port))
    }

    /// Applies what this type has no method for to salvo's router inside.
    ///
    /// Handlers and routers that are added here are salvo's own: they take the place that
    /// [`push`](Self::push) would give them, and are covered by the policy around them, if there is one.
    pub fn map(mut self, change: impl FnOnce(routing::Router) -> routing::Router) -> Self {
        self.head = change(self.head);
        self.children.extend(self.head.routers.drain(..).map(Child::Foreign));
        if let Some(goal) = self.head.goal.take() {
            let mut child = routing::Router::new();
            child.goal = Some(goal);
            self.children.push(Child::Foreign(child));
        }
        self
    }

    /// Adds the handler of `GET`. salvo does not send it `HEAD` requests.
    pub fn get<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::GET, handler)
    }

    /// Adds the handler of `POST`.
    pub fn post<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::POST, handler)
    }

    /// Adds the handler of `PUT`.
    pub fn put<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::PUT, handler)
    }

    /// Adds the handler of `DELETE`.
    pub fn delete<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::DELETE, handler)
    }

    /// Adds the handler of `PATCH`.
    pub fn patch<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::PATCH, handler)
    }

    /// Adds the handler of `HEAD`.
    pub fn head<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::HEAD, handler)
    }

    /// Adds the handler of `QUERY`.
    pub fn query<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::QUERY, handler)
    }

    /// Adds the handler of `OPTIONS`. It answers what is no preflight.
    pub fn options<H: CorsHandler>(self, handler: H) -> Self {
        self.on(Method::OPTIONS, handler)
    }

    /// Adds the handler of a method that has no function of its own here. Of two handlers of a method the first counts.
    pub fn on<H: CorsHandler>(mut self, method: Method, handler: H) -> Self {
        let is_served =
            |child: &Child| matches!(child, Child::Handler(entry) if entry.method.as_ref() == Some(&method));
        if !self.children.iter().any(is_served) {
            self.children.push(Child::Handler(Entry::new(Some(method), handler)));
        }
        self
    }

    /// Sets the handler of all methods that have none of their own here.
    pub fn goal<H: CorsHandler>(mut self, handler: H) -> Self {
        self.goal = Some(Entry::new(None, handler));
        self
    }

    /// The policy of the whole application: of the routes without one of their own, of 404 and of 405.
    ///
    /// A handler's own policy replaces it whole; `#[cors(off)]` and [`without`](super::without) take a handler out.
    /// In a router that is put below another, it covers the handlers of salvo's own routers below it; an answer that
    /// comes from no handler has the policy of the outermost router.
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.with_policy(P::policy())
    }

    /// The policy of the whole application, made at run time.
    pub fn with_policy(mut self, policy: impl Into<PolicyRef>) -> Self {
        self.app = Some(policy.into());
        self
    }

    /// The routes and their policies, also those of salvo's own routers. Routers that differ in a host, a port, a scheme
    /// or a filter look alike.
    #[must_use]
    pub fn policies(&self) -> Policies {
        listing::policies(self)
    }

    /// The service, whose outermost hoop answers preflights and sets the headers.
    ///
    /// Hoops that are added to the result stand inside of it: authentication there neither stops a preflight nor
    /// answers without the headers. A catcher that is added to it must keep the headers that it finds.
    ///
    /// The service's `router` is nothing without the service: in another one it answers 500.
    #[must_use]
    pub fn finish(self) -> Service {
        finish::service(self)
    }
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

/// salvo's router as it is: without a word on policies.
impl From<routing::Router> for Router {
    fn from(router: routing::Router) -> Self {
        Self { children: vec![Child::Foreign(router)], ..Self::new() }
    }
}

impl From<Router> for Service {
    fn from(router: Router) -> Self {
        router.finish()
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router")
            .field("head", &self.head)
            .field("children", &self.children)
            .field("goal", &self.goal)
            .field("app", &self.app)
            .finish()
    }
}
