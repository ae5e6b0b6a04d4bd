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

use ::poem::{Endpoint, PathPattern, Request, Response, Result, http::Uri};
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
    /// What `routes` says of paths without a parameter, sorted: asking it costs some ten allocations, this none.
    exact: Box<[Exact]>,
    /// The policy of the application on paths that the table does not know.
    pub(super) elsewhere: Option<PathGuard>,
}

/// A path without a parameter.
#[derive(Debug)]
pub(super) struct Exact {
    path: Box<str>,
    reached: Reached,
    /// What poem says in the data of answers from there.
    pub(super) pattern: Option<PathPattern>,
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
        let mut exact = Vec::new();
        for PathEntry { path, app: own, serves, found } in paths {
            let guard = serves.guard(own.as_ref().or(app));
            // It is set here only, and a router is finished once.
            let _ = found.0.set(Found { guard, serves });
            // poem goes by the text of the path alone, so what it says of this one it always says. Another entry may
            // be the one that it prefers.
            let answer =
                path.parse().ok().filter(|_| path::is_literal(&path)).and_then(|uri| ask(&routes, uri));
            let Some(answer) = answer else {
                continue;
            };
            if answer.data::<Reached>().is_some_and(|reached| Arc::ptr_eq(&reached.0, &found.0)) {
                let pattern = answer.data().cloned();
                exact.push(Exact { path: path.into_boxed_str(), reached: found, pattern });
            }
        }
        exact.sort_unstable_by(|one, other| order(&one.path).cmp(&order(&other.path)));
        let elsewhere = app.map(|app| PathGuard::new(&MethodPolicies::new(), Some(app)));
        Self { routes, exact: exact.into(), elsewhere }
    }

    /// What is known of the path of `request`; `None` for an unknown one.
    pub(super) fn find(&self, request: &Request) -> Option<Reached> {
        let uri = request.uri();
        match self.find_exact(uri.path()) {
            Some(exact) => Some(exact.reached.clone()),
            None => ask(&self.routes, uri.clone())?.data().cloned(),
        }
    }

    /// What is known of a path without a parameter.
    pub(super) fn find_exact(&self, path: &str) -> Option<&Exact> {
        let found = self.exact.binary_search_by(|exact| order(&exact.path).cmp(&order(path))).ok()?;
        self.exact.get(found)
    }
}

impl Exact {
    pub(super) fn found(&self) -> Option<&Found> {
        self.reached.get()
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

/// The length first: most texts differ in that already.
fn order(path: &str) -> (usize, &str) {
    (path.len(), path)
}

/// What the second router answers to a target; the data of the answer is a [`Reached`].
fn ask(routes: &::poem::Route, uri: Uri) -> Option<Response> {
    let mut asking = Request::default();
    *asking.uri_mut() = uri;
    at_once(routes.call(asking))?.ok()
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
        let exact: Vec<&str> = table.exact.iter().map(|exact| &*exact.path).collect();
        // poem prefers `*rest` for `/x/`.
        assert_eq!(exact, ["/y/z", "/y/word"]);
        for path in exact {
            assert_eq!(
                table.find_exact(path).and_then(|exact| exact.pattern.as_ref()).unwrap().0.as_ref(),
                path
            );
        }
        for path in ["/x/", "/y/other", "/", ""] {
            assert!(table.find_exact(path).is_none(), "{path}");
        }
    }
}
