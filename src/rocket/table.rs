//! All routes of an application with their policies.

use std::ptr;

use ::rocket::{
    Orbit, Request, Rocket, Route,
    http::{MediaType, Method, uri::Origin},
};
use cors_core::{PolicyRef, endpoint::Endpoint, spec::OnRefused};

use super::{
    app::{App, METHODS},
    handler::{Said, reveal},
    passing,
    pattern::Pattern,
    site::{Closed, Flight},
};

/// All routes of an application with their policies.
#[derive(Debug)]
pub(super) struct Table {
    /// In the order in which the router tries those of one method.
    routes: Box<[Entry]>,
    /// By the address of the route, which stays where it is as long as the application runs; sorted by it.
    by_address: Box<[(usize, usize)]>,
    pub(super) app: Option<App>,
}

/// A route when the application starts.
#[derive(Debug)]
pub(super) struct Mounted<'r> {
    pub(super) route: &'r Route,
    pub(super) pattern: Pattern,
    /// `None` for a route of others.
    pub(super) said: Option<Said>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) method: Method,
    pattern: Pattern,
    /// A request of another format goes by.
    pub(super) format: Option<MediaType>,
    pub(super) whose: Whose,
}

#[derive(Debug)]
pub(super) enum Whose {
    /// Nobody said anything about its policy.
    Foreign,
    /// A route that this library adds: no handler of anybody's.
    Internal,
    /// Somebody said that it has none.
    Without,
    Policy(Box<Governed>),
}

/// A route with a policy.
#[derive(Debug)]
pub(super) struct Governed {
    pub(super) policy: PolicyRef,
    /// With its own method only.
    pub(super) alone: Endpoint,
    /// With all methods of its pattern that share the policy.
    pub(super) together: Endpoint,
    /// The other methods of `together`.
    pub(super) others: Vec<Method>,
}

/// What an answer gets.
#[derive(Debug)]
pub(super) enum Rules<'t> {
    /// The headers of this policy.
    Policy(&'t Endpoint),
    /// What is there stays.
    Nothing,
    /// It is that of this policy to a preflight.
    Preflight(&'t Endpoint),
    /// It is that to a preflight which nobody has a policy for.
    Nobody,
    /// It is 403.
    Forbidden,
}

impl Table {
    /// The table of a running application, whose routes no longer move.
    pub(super) fn new(rocket: &Rocket<Orbit>, app: Option<&PolicyRef>) -> Self {
        let mounted: Vec<Mounted<'_>> = rocket.routes().map(Mounted::new).collect();
        passing::introduce(&mounted, app);
        let by_address = mounted.iter().enumerate().map(|(index, mounted)| (address(mounted.route), index));
        let mut by_address: Box<[(usize, usize)]> = by_address.collect();
        by_address.sort_unstable();
        let whose: Vec<Whose> = mounted.iter().map(|one| one.whose(&mounted)).collect();
        let routes = mounted.into_iter().zip(whose).map(|(Mounted { route, pattern, .. }, whose)| Entry {
            method: route.method,
            pattern,
            format: route.format.clone(),
            whose,
        });
        Self { routes: routes.collect(), by_address, app: app.map(App::new) }
    }

    /// The route that an actual request is meant for, as the router finds it.
    pub(super) fn meant(&self, request: &Request<'_>) -> Option<usize> {
        let first = |method| self.accepting(method, request).next();
        // The framework tries GET for HEAD.
        let get = || (request.method() == Method::Head).then_some(Method::Get).and_then(first);
        first(request.method()).or_else(get).map(|(index, _)| index)
    }

    /// The route that the router tried last.
    pub(super) fn tried(&self, request: &Request<'_>) -> Option<(usize, &Entry)> {
        let address = address(request.route()?);
        let found = self.by_address.binary_search_by_key(&address, |(address, _)| *address).ok()?;
        let &(_, index) = self.by_address.get(found)?;
        Some((index, self.routes.get(index)?))
    }

    /// What the answer to a request gets. A fairing may have sent it elsewhere than it was meant for, where it is
    /// answered by the policy of the route that it was meant for, unless what answers has one.
    pub(super) fn rules(&self, request: &Request<'_>, flight: Option<&Flight>) -> Rules<'_> {
        match flight.map_or(Closed::Open, Flight::closed) {
            Closed::Open => {}
            // Other fairings may have made anything of it.
            Closed::Preflight => return self.preflight(request).unwrap_or(Rules::Nobody),
            Closed::Forbidden => return Rules::Forbidden,
        }
        let tried = self.tried(request).map(|(_, entry)| entry);
        let by_route = match tried.map(|entry| &entry.whose) {
            Some(Whose::Policy(governed)) => Some(Rules::Policy(&governed.alone)),
            Some(Whose::Internal) => self.preflight(request),
            Some(Whose::Foreign | Whose::Without) | None => None,
        };
        by_route.unwrap_or_else(|| match flight.and_then(Flight::meant) {
            Some(meant) => self.rules_of(self.routes.get(meant)),
            None => self.rules_of(tried),
        })
    }

    pub(super) fn rules_of<'t>(&'t self, entry: Option<&'t Entry>) -> Rules<'t> {
        match entry.map(|entry| &entry.whose) {
            Some(Whose::Policy(governed)) => Rules::Policy(&governed.alone),
            Some(Whose::Without) => Rules::Nothing,
            Some(Whose::Foreign | Whose::Internal) | None => {
                self.app.as_ref().map_or(Rules::Nothing, |app| Rules::Policy(&app.whole))
            }
        }
    }

    /// Whether what [`meant`](Self::meant) returned has no policy of its own.
    pub(super) fn is_governed_by_app(&self, index: Option<usize>) -> bool {
        let whose = index.and_then(|index| self.routes.get(index)).map(|entry| &entry.whose);
        !matches!(whose, Some(Whose::Policy(_) | Whose::Without))
    }

    /// The application's policy as it applies to actual requests.
    pub(super) fn app(&self) -> Option<&Endpoint> {
        self.app.as_ref().map(|app| &app.whole)
    }

    /// The application's policy, where it keeps requests from handlers.
    pub(super) fn forbidding(&self) -> Option<&Endpoint> {
        self.app().filter(|app| app.policy().on_refused() == OnRefused::Forbid)
    }

    /// The routes to which the router passes a request, one after the other.
    pub(super) fn accepting<'t>(
        &'t self,
        method: Method,
        request: &Request<'_>,
    ) -> impl Iterator<Item = (usize, &'t Entry)> {
        self.matching(method, request.uri()).filter(|(_, entry)| entry.accepts(request))
    }

    /// The routes that match, in the order in which the router tries them.
    pub(super) fn matching<'t>(
        &'t self,
        method: Method,
        target: &Origin<'_>,
    ) -> impl Iterator<Item = (usize, &'t Entry)> {
        let routes = self.routes.iter().enumerate();
        routes.filter(move |(_, entry)| {
            entry.method == method && entry.pattern.matches(target) && !matches!(entry.whose, Whose::Internal)
        })
    }
}

impl<'r> Mounted<'r> {
    fn new(route: &'r Route) -> Self {
        Self { route, pattern: Pattern::of(route), said: reveal(route) }
    }

    /// Whose it is among `all`.
    fn whose(&self, all: &[Mounted<'_>]) -> Whose {
        let own = match &self.said {
            None => return Whose::Foreign,
            Some(Said::Internal) => return Whose::Internal,
            Some(Said::Policy(own)) => own,
        };
        let Some(policy) = &own.policy else { return Whose::Without };
        let shares = |other: &&Mounted<'_>| {
            let shared = other.said.as_ref().and_then(Said::policy);
            shared.is_some_and(|other| other.is_same(policy))
                && self.pattern.is_same(&other.pattern)
                && other.route.method != self.route.method
        };
        let mut others: Vec<Method> = all.iter().filter(shares).map(|other| other.route.method).collect();
        // The framework keeps its routes by method, in no order.
        others.sort_by_key(|method| METHODS.iter().position(|known| known == method));
        others.dedup();
        let endpoint = |served: &[Method]| {
            let served = served.iter().map(|method| method.as_str());
            Endpoint::handler(policy.clone(), Some(own.info), self.route.method.as_str(), served)
        };
        Whose::Policy(Box::new(Governed {
            policy: policy.clone(),
            alone: endpoint(&[]),
            together: endpoint(&others),
            others,
        }))
    }
}

impl Entry {
    /// Whether the format of a request is the route's, as the framework compares them.
    fn accepts(&self, request: &Request<'_>) -> bool {
        let Some(ours) = &self.format else { return true };
        let collide = |a: &str, b: &str| a == "*" || b == "*" || a.eq_ignore_ascii_case(b);
        let accepts = |theirs: &MediaType| {
            collide(ours.top().as_str(), theirs.top().as_str())
                && collide(ours.sub().as_str(), theirs.sub().as_str())
        };
        match request.format() {
            Some(theirs) if self.method.supports_payload() => theirs.specificity() == 2 && accepts(theirs),
            Some(theirs) => accepts(theirs),
            None => !self.method.supports_payload(),
        }
    }
}

impl Whose {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Policy(governed), Self::Policy(other)) => governed.policy.is_same(&other.policy),
            (Self::Foreign, Self::Foreign) | (Self::Without, Self::Without) => true,
            _ => false,
        }
    }
}

fn address(route: &Route) -> usize {
    ptr::from_ref(route).addr()
}
