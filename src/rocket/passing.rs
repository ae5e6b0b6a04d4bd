//! What becomes of a request that one route passes on to another.
//!
//! The route that the router tries first answers the preflight, and by that opens the path to an origin. A request
//! (not `GET`, not `HEAD`, which a page may send without asking) must not get from there to a route that would not have
//! opened it. Where the application's policy forbids, nothing that it refuses may get to a route that it governs.
//!
//! The handlers of others cannot be wrapped, so requests are looked at where they leave a route of this library and
//! where they come to one. That is all: from one route of others to the next it is the same policy, and what comes to
//! the first of them has been judged by the fairing.

use std::sync::atomic::{AtomicBool, Ordering};

use ::rocket::{
    Data, Request,
    http::{Method, Status},
    outcome::Outcome,
    route,
};
use cors_core::{PolicyRef, endpoint::Endpoint, spec::OnRefused};

use super::{
    answer,
    handler::Said,
    site::{Closed, Site},
    table::{Entry, Mounted, Rules, Table, Whose},
};

/// What routes of one path may do with each other's requests. Known when the application runs; most have none of it,
/// and cost nothing.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// What the route passes on may get to one with another policy.
    leads_elsewhere: AtomicBool,
    /// What it passes on may get to one from which the application's policy keeps requests.
    leads_to_app: AtomicBool,
    /// What comes to it may have been let in by the application's policy.
    follows_app: AtomicBool,
}

/// What becomes of a request that a route of this library passes on.
enum Next<'t> {
    /// It goes on.
    Open,
    /// It ends here: this policy lets its origin in, and the next route's does not.
    Kept(&'t Endpoint),
    /// The application's policy forbids it.
    Forbidden(&'t Endpoint),
}

impl Neighbours {
    /// Whether a request that the route passes on has to be [`pass_on`]ed.
    pub(super) fn look_behind(&self, request: &Request<'_>) -> bool {
        let is_set = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        is_set(&self.leads_to_app) || (is_set(&self.leads_elsewhere) && !is_safe(request))
    }

    /// Whether a request that comes to the route must not run it: the application's policy has let its origin in, maybe
    /// by a preflight for a route without a policy of its own which has passed it on, and this route's does not.
    pub(super) fn keeps_out(&self, request: &Request<'_>) -> bool {
        self.follows_app.load(Ordering::Relaxed)
            && !is_safe(request)
            && Site::of(request.rocket()).is_some_and(|(_, table)| table.keeps_out(request))
    }
}

/// Tells routes about each other. Those of one method are in the order in which the router tries them.
pub(super) fn introduce(all: &[Mounted<'_>], app: Option<&PolicyRef>) {
    let forbids = app.is_some_and(|app| app.on_refused() == OnRefused::Forbid);
    let is_foreign = |other: &Mounted<'_>| other.said.is_none();
    for (index, mounted) in all.iter().enumerate() {
        let Some(Said::Policy(own)) = &mounted.said else { continue };
        let meets = |method, other: &Mounted<'_>| {
            other.route.method == method && mounted.pattern.overlaps(&other.pattern)
        };
        let meets_own = |other: &&Mounted<'_>| meets(mounted.route.method, other);
        let (before, behind) = all.split_at(index);
        let behind = || behind.iter().skip(1).filter(meets_own);
        // The framework tries GET for HEAD.
        let may_be_head = mounted.route.method == Method::Head;
        let mut gets = all.iter().filter(|other| may_be_head && meets(Method::Get, other));
        let leads_to_app = forbids && (behind().any(is_foreign) || gets.any(is_foreign));
        let leads_elsewhere =
            own.policy.is_some() && behind().any(|next| !own.is_same_policy(next.said.as_ref()));
        let is_apps = app.is_some_and(|app| own.policy.as_ref().is_some_and(|policy| policy.is_same(app)));
        let follows_app = app.is_some() && !is_apps && before.iter().filter(meets_own).any(is_foreign);
        // A route that is mounted at several places is one to itself: what is true of it at any of them.
        let note = |flag: &AtomicBool, is| flag.fetch_or(is, Ordering::Relaxed);
        note(&own.neighbours.leads_to_app, leads_to_app);
        note(&own.neighbours.leads_elsewhere, leads_elsewhere);
        note(&own.neighbours.follows_app, follows_app);
    }
}

/// Passes a request on, or ends it.
pub(super) fn pass_on<'r>(request: &'r Request<'_>, data: Data<'r>, status: Status) -> route::Outcome<'r> {
    let Some((site, table)) = Site::of(request.rocket()) else { return Outcome::Forward((data, status)) };
    match table.next(request) {
        Next::Open => Outcome::Forward((data, status)),
        Next::Kept(endpoint) => {
            answer::report_passed_on(endpoint, request);
            Outcome::Error(status)
        }
        Next::Forbidden(app) => {
            answer::report(app, request);
            // The answer is the application's, not that of the route which has passed the request on.
            if let Some(flight) = site.flight(request) {
                flight.close(Closed::Forbidden);
            }
            Outcome::Success(answer::forbidden())
        }
    }
}

impl Table {
    /// What becomes of a request that its route passes on.
    fn next(&self, request: &Request<'_>) -> Next<'_> {
        let Some((index, entry)) = self.tried(request) else { return Next::Open };
        let behind = self.accepting(entry.method, request).find(|(at, _)| *at > index);
        // The framework tries GET for HEAD.
        let get = || (entry.method == Method::Head).then(|| self.accepting(Method::Get, request).next());
        let Some((_, next)) = behind.or_else(|| get().flatten()) else { return Next::Open };
        if let Whose::Policy(governed) = &entry.whose {
            let own = &governed.alone;
            if !is_safe(request) && answer::lets_in(own, request) && !self.lets_in(next, request) {
                return Next::Kept(own);
            }
        }
        match (&next.whose, self.forbidding()) {
            (Whose::Foreign, Some(app)) if answer::is_forbidden(app, request) => Next::Forbidden(app),
            _ => Next::Open,
        }
    }

    fn keeps_out(&self, request: &Request<'_>) -> bool {
        let (Some((index, entry)), Some(app)) = (self.tried(request), self.app()) else { return false };
        let before = self.accepting(entry.method, request).take_while(|(at, _)| *at < index).last();
        // A route of this library has looked at what it passed on.
        let is_passed_on = before.is_some_and(|(_, before)| matches!(before.whose, Whose::Foreign));
        if !is_passed_on || !answer::lets_in(app, request) || self.lets_in(entry, request) {
            return false;
        }
        // The answer of a route with a policy is an event by itself.
        if matches!(entry.whose, Whose::Without) {
            answer::report_passed_on(app, request);
        }
        true
    }

    fn lets_in(&self, entry: &Entry, request: &Request<'_>) -> bool {
        match self.rules_of(Some(entry)) {
            Rules::Policy(endpoint) => answer::lets_in(endpoint, request),
            _ => false,
        }
    }
}

/// Whether a page may send such a request without asking, and it changes nothing.
fn is_safe(request: &Request<'_>) -> bool {
    matches!(request.method(), Method::Get | Method::Head)
}
