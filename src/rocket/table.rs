//! All routes of an application with their policies.

use std::{collections::HashMap, ptr};

use ::rocket::{
    Orbit, Request, Rocket, Route,
    http::{MediaType, Method, uri::Origin},
};
use cors_core::{PolicyRef, RequestKind, endpoint::Endpoint};

use super::{
    answer,
    app::{App, METHODS, Methods},
    handler::{Own, Said, reveal},
    pattern::Pattern,
};

/// All routes of an application with their policies.
#[derive(Debug)]
pub(super) struct Table {
    /// In the order in which the router tries those of one method.
    routes: Box<[Entry]>,
    /// By the address of the route, which stays where it is as long as the application runs.
    by_address: HashMap<usize, usize>,
    app: Option<App>,
}

#[derive(Debug)]
struct Entry {
    method: Method,
    pattern: Pattern,
    /// A request of another format goes by.
    format: Option<MediaType>,
    whose: Whose,
}

#[derive(Debug)]
enum Whose {
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
struct Governed {
    policy: PolicyRef,
    /// With its own method only.
    alone: Endpoint,
    /// With all methods of its pattern that share the policy.
    together: Endpoint,
    /// The other methods of `together`.
    others: Vec<Method>,
}

/// Whose requests are.
#[derive(Debug, Clone, Copy)]
enum Sole<'t> {
    /// They are this route's.
    Entry(&'t Entry),
    /// They are those of routes with different policies.
    Several,
}

/// What answers a preflight.
#[derive(Debug)]
pub(super) enum Answers<'t> {
    /// This policy.
    Policy(&'t Endpoint),
    /// No policy, and nothing of the user's may run.
    Nobody,
    /// Nobody of this library has a say on this path.
    NotOurs,
}

/// What an answer to an actual request gets.
#[derive(Debug)]
pub(super) enum Rules<'t> {
    /// The headers of this policy.
    Policy(&'t Endpoint),
    /// Nothing.
    Nothing,
}

impl Table {
    /// The table of a running application, whose routes no longer move.
    pub(super) fn new(rocket: &Rocket<Orbit>, app: Option<&PolicyRef>) -> Self {
        let routes: Vec<(&Route, Pattern, Option<Said>)> =
            rocket.routes().map(|route| (route, Pattern::of(route), reveal(route))).collect();
        let by_address =
            routes.iter().enumerate().map(|(index, (route, ..))| (address(route), index)).collect();
        let whose = routes.iter().map(|(route, pattern, said)| match said {
            None => Whose::Foreign,
            Some(Said::Internal) => Whose::Internal,
            Some(Said::Policy(own)) => whose(route, pattern, own, &routes),
        });
        let whose: Vec<Whose> = whose.collect();
        for (index, (route, pattern, said)) in routes.iter().enumerate() {
            let Some(Said::Policy(own)) = said else { continue };
            let may_lead_elsewhere = routes.iter().skip(index + 1).any(|(next, other, said)| {
                next.method == route.method && pattern.overlaps(other) && !own.is_same_policy(said.as_ref())
            });
            if own.policy.is_some() && may_lead_elsewhere {
                own.lead_elsewhere();
            }
        }
        let entries = routes.into_iter().zip(whose);
        let routes = entries.map(|((route, pattern, _), whose)| Entry {
            method: route.method,
            pattern,
            format: route.format.clone(),
            whose,
        });
        Self { routes: routes.collect(), by_address, app: app.map(App::new) }
    }

    /// What answers a preflight for `method` on `target`.
    pub(super) fn preflight(&self, method: &[u8], target: &Origin<'_>) -> Answers<'_> {
        let known = METHODS.into_iter().find(|known| known.as_str().as_bytes() == method);
        let found = known.and_then(|method| self.sole(method, target)).or_else(|| {
            // The framework tries GET for HEAD.
            self.sole(Method::Get, target).filter(|_| known == Some(Method::Head))
        });
        match (found, &self.app) {
            (Some(Sole::Entry(Entry { whose: Whose::Policy(governed), .. })), _) => {
                let is_whole = governed.others.iter().all(|&other| self.is_served(other, target, governed));
                Answers::Policy(if is_whole { &governed.together } else { &governed.alone })
            }
            (Some(Sole::Entry(Entry { whose: Whose::Without, .. }) | Sole::Several), _) => Answers::Nobody,
            (_, Some(app)) => app.beside(self.taken(app, target)).map_or(Answers::Nobody, Answers::Policy),
            (_, None) => {
                let mut found = METHODS.into_iter().filter_map(|method| self.sole(method, target));
                let is_ours = found.any(|sole| match sole {
                    Sole::Several => true,
                    Sole::Entry(entry) => matches!(entry.whose, Whose::Policy(_) | Whose::Without),
                });
                if is_ours { Answers::Nobody } else { Answers::NotOurs }
            }
        }
    }

    /// The route that an actual request is meant for, as the router finds it.
    pub(super) fn meant(&self, request: &Request<'_>) -> Option<usize> {
        let first = |method| {
            let mut found = self.matching(method, request.uri());
            found.find(|(_, entry)| entry.accepts(request)).map(|(index, _)| index)
        };
        first(request.method()).or_else(|| {
            // The framework tries GET for HEAD.
            first(Method::Get).filter(|_| request.method() == Method::Head)
        })
    }

    /// What the answer to a request gets: by the route that the router tried last.
    pub(super) fn rules(&self, request: &Request<'_>) -> Rules<'_> {
        let index = request.route().and_then(|route| self.by_address.get(&address(route)));
        match index.and_then(|&index| self.routes.get(index)) {
            // It is finished, or nobody has a say.
            Some(Entry { whose: Whose::Internal, .. }) if answer::kind(request) == RequestKind::Preflight => {
                Rules::Nothing
            }
            entry => self.rules_for(entry),
        }
    }

    /// What the answers of a route get that [`meant`](Self::meant) returned.
    pub(super) fn rules_of(&self, index: usize) -> Rules<'_> {
        self.rules_for(self.routes.get(index))
    }

    fn rules_for<'t>(&'t self, entry: Option<&'t Entry>) -> Rules<'t> {
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

    /// Whether a request that its route passes on must not get to the route that comes next: this one's policy has let
    /// the origin in, maybe by a preflight, and the other's does not.
    pub(super) fn keeps(&self, request: &Request<'_>) -> bool {
        let index = request.route().and_then(|route| self.by_address.get(&address(route)));
        let mut left = self.routes.iter().skip(index.map_or(self.routes.len(), |index| *index));
        let Some(Entry { method, whose: Whose::Policy(governed), .. }) = left.next() else { return false };
        let is_next = |next: &&Entry| {
            next.method == *method && next.pattern.matches(request.uri()) && next.accepts(request)
        };
        left.find(is_next).is_some_and(|next| {
            let lets_in = |rules| match rules {
                Rules::Policy(endpoint) => answer::lets_in(endpoint, request),
                Rules::Nothing => false,
            };
            answer::lets_in(&governed.alone, request) && !lets_in(self.rules_for(Some(next)))
        })
    }

    /// The application's policy as it applies to actual requests.
    pub(super) fn app(&self) -> Option<&Endpoint> {
        self.app.as_ref().map(|app| &app.whole)
    }

    /// The routes that match, in the order in which the router tries them.
    fn matching<'t>(
        &'t self,
        method: Method,
        target: &Origin<'_>,
    ) -> impl Iterator<Item = (usize, &'t Entry)> {
        let routes = self.routes.iter().enumerate();
        routes.filter(move |(_, entry)| {
            entry.method == method && entry.pattern.matches(target) && !matches!(entry.whose, Whose::Internal)
        })
    }

    /// Whose a request of this method will be, as far as a preflight can tell: it has neither the body nor the format of
    /// the request, and where formats choose between policies nobody can tell.
    fn sole<'t>(&'t self, method: Method, target: &Origin<'_>) -> Option<Sole<'t>> {
        let mut matching = self.matching(method, target);
        let (_, first) = matching.next()?;
        let mut last = first;
        while last.format.is_some() {
            let Some((_, next)) = matching.next() else { break };
            if !first.whose.is_same(&next.whose) {
                return Some(Sole::Several);
            }
            last = next;
        }
        Some(Sole::Entry(first))
    }

    /// Whether requests of this method have the policy of `governed`, too.
    fn is_served(&self, method: Method, target: &Origin<'_>, governed: &Governed) -> bool {
        match self.sole(method, target) {
            Some(Sole::Entry(Entry { whose: Whose::Policy(other), .. })) => {
                other.policy.is_same(&governed.policy)
            }
            _ => false,
        }
    }

    /// The methods which handlers with another policy than the application's, or without one, serve.
    fn taken(&self, app: &App, target: &Origin<'_>) -> Methods {
        let mut taken = Methods::default();
        for method in METHODS.into_iter().filter(|method| app.lists(*method)) {
            let is_taken = self.sole(method, target).is_some_and(|sole| match sole {
                Sole::Several => true,
                Sole::Entry(entry) => match &entry.whose {
                    Whose::Policy(governed) => !governed.policy.is_same(&app.policy),
                    Whose::Without => true,
                    Whose::Foreign | Whose::Internal => false,
                },
            });
            if is_taken {
                taken.insert(method);
            }
        }
        taken
    }
}

/// The endpoints of a route with a policy.
fn whose(route: &Route, pattern: &Pattern, own: &Own, routes: &[(&Route, Pattern, Option<Said>)]) -> Whose {
    let Some(policy) = &own.policy else { return Whose::Without };
    let shares = |(other, at, said): &(&Route, Pattern, Option<Said>)| {
        let shared = said.as_ref().and_then(Said::policy);
        shared.is_some_and(|other| other.is_same(policy))
            && pattern.is_same(at)
            && other.method != route.method
    };
    let mut others: Vec<Method> =
        routes.iter().filter(|route| shares(route)).map(|(route, ..)| route.method).collect();
    // The framework keeps its routes by method, in no order.
    others.sort_by_key(|method| METHODS.iter().position(|known| known == method));
    others.dedup();
    let endpoint = |served: &[Method]| {
        let served = served.iter().map(|method| method.as_str());
        Endpoint::handler(policy.clone(), Some(own.info), route.method.as_str(), served)
    };
    Whose::Policy(Box::new(Governed {
        policy: policy.clone(),
        alone: endpoint(&[]),
        together: endpoint(&others),
        others,
    }))
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
    fn is_same(&self, other: &Self) -> bool {
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
