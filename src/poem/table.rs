//! The policies of a whole router, by poem's own match.
//!
//! poem's router tells nobody which route a path leads to, except by calling what is there. So the table is a second
//! router of poem's with the same paths, in which there is nothing but our entries: it cannot match otherwise than
//! the first one, and nothing of the user's runs when it is asked.

use std::{
    collections::HashMap,
    fmt,
    future::Future,
    pin::pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, Waker},
};

use ::poem::{Endpoint, Request, Response, Result, http::Uri};
use cors_core::{MethodPolicies, PolicyRef};

use super::path;
use crate::path::PathGuard;

/// One path of a router.
#[derive(Debug)]
pub(super) struct PathEntry {
    path: String,
    /// The policy of a nested router, which covers what has none of its own there.
    pub(super) app: Option<PolicyRef>,
    serves: Serves,
    found: Reached,
}

/// What stands at a path.
#[derive(Debug)]
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
    pub(super) guard: Option<Arc<PathGuard>>,
    pub(super) serves: Serves,
}

/// A known path: its entry in the second router, and what that answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Reached(Arc<OnceLock<Found>>);

/// The finished table.
pub(super) struct Table {
    routes: ::poem::Route,
    /// What `routes` says of paths without a parameter: asking it costs some ten allocations, this none.
    exact: HashMap<Box<str>, Reached>,
    /// The policy of the application on paths that the table does not know.
    pub(super) elsewhere: Option<PathGuard>,
}

impl PathEntry {
    pub(super) fn new(path: &str, serves: Serves) -> Self {
        Self { path: path::normalized(path), app: None, serves, found: Reached::default() }
    }

    /// The path, as a request sees it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Puts the path below another one.
    pub(super) fn nest(&mut self, prefix: &str) {
        self.path = path::joined(prefix, &self.path);
    }

    /// The policies of the handlers there; `None` for an endpoint that is not ours.
    pub(super) fn policies(&self) -> Option<&MethodPolicies> {
        match &self.serves {
            Serves::Ours(guard) => Some(guard.policies()),
            Serves::Foreign => None,
        }
    }

    pub(super) fn leaf(&self) -> Reached {
        self.found.clone()
    }
}

impl Serves {
    /// Who decides for what stands here, with `app` where it has no policy of its own.
    fn guard(&self, app: Option<&PolicyRef>) -> Option<Arc<PathGuard>> {
        match (self, app) {
            (Self::Ours(guard), None) => Some(Arc::clone(guard)),
            (Self::Ours(guard), Some(_)) => Some(Arc::new(PathGuard::new(guard.policies(), app))),
            (Self::Foreign, None) => None,
            (Self::Foreign, Some(_)) => Some(Arc::new(PathGuard::new(&MethodPolicies::new(), app))),
        }
    }
}

impl Table {
    pub(super) fn new(routes: ::poem::Route, paths: Vec<PathEntry>, app: Option<&PolicyRef>) -> Self {
        let mut exact = HashMap::new();
        for PathEntry { path, app: own, serves, found } in paths {
            let guard = serves.guard(own.as_ref().or(app));
            // It is set here only, and a router is finished once.
            let _ = found.0.set(Found { guard, serves });
            // poem goes by the text of the path alone, so what it says of this one it always says. Another entry may
            // be the one that it prefers.
            let reached =
                path.parse().ok().filter(|_| path::is_literal(&path)).and_then(|uri| ask(&routes, uri));
            if reached.is_some_and(|reached| Arc::ptr_eq(&reached.0, &found.0)) {
                exact.insert(path.into_boxed_str(), found);
            }
        }
        let elsewhere = app.map(|app| PathGuard::new(&MethodPolicies::new(), Some(app)));
        Self { routes, exact, elsewhere }
    }

    /// What is known of the path of `request`; `None` for an unknown one.
    pub(super) fn find(&self, request: &Request) -> Option<Reached> {
        let uri = request.uri();
        self.exact.get(uri.path()).cloned().or_else(|| ask(&self.routes, uri.clone()))
    }
}

impl Reached {
    pub(super) fn get(&self) -> Option<&Found> {
        self.0.get()
    }
}

impl Endpoint for Reached {
    type Output = Response;

    async fn call(&self, _asking: Request) -> Result<Response> {
        let mut answer = Response::default();
        answer.set_data(self.clone());
        Ok(answer)
    }
}

/// What the second router says of a target.
fn ask(routes: &::poem::Route, uri: Uri) -> Option<Reached> {
    let mut asking = Request::default();
    *asking.uri_mut() = uri;
    at_once(routes.call(asking))?.ok()?.data().cloned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_to_their_own_entry_are_known_by_heart() {
        let paths = ["/x/", "/x/*rest", "/y/word", "/y/:word", "y//z"];
        let paths: Vec<_> = paths.iter().map(|path| PathEntry::new(path, Serves::Foreign)).collect();
        let routes =
            paths.iter().fold(::poem::Route::new(), |routes, entry| routes.at(entry.path(), entry.leaf()));
        let table = Table::new(routes, paths, None);
        let mut exact: Vec<&str> = table.exact.keys().map(|path| &**path).collect();
        exact.sort_unstable();
        // poem prefers `*rest` for `/x/`.
        assert_eq!(exact, ["/y/word", "/y/z"]);
    }
}
