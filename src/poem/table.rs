//! The policies of a whole router, by poem's own match.
//!
//! poem's router tells nobody which route a path leads to, except by calling what is there. So the table is a second
//! router of poem's with the same paths, in which there is nothing but our entries: it cannot match otherwise than
//! the first one, and nothing of the user's runs when it is asked.

use std::{
    fmt,
    future::Future,
    pin::pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, Waker},
};

use ::poem::{Endpoint, Request, Response, Result};
use cors_core::{MethodPolicies, PolicyRef};

use crate::path::PathGuard;

/// One path of a router.
#[derive(Debug, Clone)]
pub(super) struct PathEntry {
    pub(super) path: String,
    pub(super) policies: MethodPolicies,
    /// The policy of a nested router, which covers what has none of its own there.
    pub(super) app: Option<PolicyRef>,
    pub(super) serves: Serves,
    found: Arc<OnceLock<Found>>,
}

/// What stands at a path.
#[derive(Debug, Clone)]
pub(super) enum Serves {
    /// Handlers of this library, with their policies.
    Ours(Arc<PathGuard>),
    /// An endpoint of the framework's own or of somebody else.
    Foreign,
}

/// What the table says of a path, with the policy of the application worked in.
#[derive(Debug)]
pub(super) struct Found {
    /// `None` where nobody has a say.
    pub(super) guard: Option<PathGuard>,
    pub(super) serves: Serves,
}

/// The entry of a path in the second router.
pub(super) struct Leaf(Arc<OnceLock<Found>>);

/// What a [`Leaf`] answers.
#[derive(Clone)]
struct Reached(Arc<OnceLock<Found>>);

/// The finished table.
pub(super) struct Table {
    routes: ::poem::Route,
    /// The policy of the application on paths that the table does not know.
    pub(super) elsewhere: Option<PathGuard>,
}

impl PathEntry {
    pub(super) fn new(path: String, policies: MethodPolicies, serves: Serves) -> Self {
        Self { path, policies, app: None, serves, found: Arc::default() }
    }

    pub(super) fn leaf(&self) -> Leaf {
        Leaf(Arc::clone(&self.found))
    }
}

impl Table {
    pub(super) fn new(routes: ::poem::Route, paths: Vec<PathEntry>, app: Option<&PolicyRef>) -> Self {
        for PathEntry { policies, app: own, serves, found, .. } in paths {
            let app = own.as_ref().or(app);
            let is_plain = policies.is_empty() && app.is_none();
            let guard = (!is_plain).then(|| PathGuard::new(&policies, app));
            // It is set here only, and a router is finished once.
            let _ = found.set(Found { guard, serves });
        }
        let elsewhere = app.map(|app| PathGuard::new(&MethodPolicies::new(), Some(app)));
        Self { routes, elsewhere }
    }

    /// What is known of the path of `request`; `None` for an unknown one.
    pub(super) fn find(&self, request: &Request) -> Option<Reach> {
        // poem's own nested routers have no answer to such a target (`CONNECT host:443`).
        request.uri().path_and_query()?;
        let mut asking = Request::default();
        *asking.uri_mut() = request.uri().clone();
        let answer = at_once(self.routes.call(asking))?.ok()?;
        answer.data::<Reached>().map(|Reached(found)| Reach(Arc::clone(found)))
    }
}

/// A known path.
#[derive(Debug)]
pub(super) struct Reach(Arc<OnceLock<Found>>);

impl Reach {
    pub(super) fn get(&self) -> Option<&Found> {
        self.0.get()
    }
}

impl Endpoint for Leaf {
    type Output = Response;

    async fn call(&self, _asking: Request) -> Result<Response> {
        let mut answer = Response::default();
        answer.set_data(Reached(Arc::clone(&self.0)));
        Ok(answer)
    }
}

/// The output of a future that waits for nothing.
fn at_once<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("elsewhere", &self.elsewhere).finish_non_exhaustive()
    }
}
