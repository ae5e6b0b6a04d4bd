//! All routes of an application with their policies.

use std::{collections::HashMap, ptr};

use ::rocket::{
    Orbit, Request, Rocket, Route,
    http::{Method, uri::Origin},
};
use cors_core::{PolicyRef, RequestKind, endpoint::Endpoint};

use super::{
    answer,
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
    /// The other routes of `together`.
    others: Vec<usize>,
}

/// The policy of the whole application.
#[derive(Debug)]
struct App {
    policy: PolicyRef,
    whole: Endpoint,
    /// Beside handlers with other policies: which methods they serve, and what is left.
    beside: HashMap<Methods, Endpoint>,
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

/// A set of methods, as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Methods(u16);

/// All methods that the framework has.
const METHODS: [Method; 9] = [
    Method::Get,
    Method::Head,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Options,
    Method::Trace,
    Method::Connect,
];

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
        let routes =
            entries.map(|((route, pattern, _), whose)| Entry { method: route.method, pattern, whose });
        Self { routes: routes.collect(), by_address, app: app.map(App::new) }
    }

    /// What answers a preflight for `method` on `target`.
    pub(super) fn preflight(&self, method: &[u8], target: &Origin<'_>) -> Answers<'_> {
        let known = METHODS.into_iter().find(|known| known.as_str().as_bytes() == method);
        let meant = known.and_then(|method| self.meant(method, target));
        match (meant.and_then(|meant| self.routes.get(meant)).map(|entry| &entry.whose), &self.app) {
            (Some(Whose::Policy(governed)), _) => {
                let is_whole = governed.others.iter().all(|&other| self.is_first(other, target));
                Answers::Policy(if is_whole { &governed.together } else { &governed.alone })
            }
            (Some(Whose::Without), _) => Answers::Nobody,
            (Some(Whose::Foreign | Whose::Internal) | None, Some(app)) => {
                app.beside.get(&self.taken(app, target)).map_or(Answers::Nobody, Answers::Policy)
            }
            (Some(Whose::Foreign | Whose::Internal) | None, None) => {
                let mut first = METHODS.into_iter().filter_map(|method| self.first(method, target));
                let is_ours =
                    first.any(|(_, entry)| matches!(entry.whose, Whose::Policy(_) | Whose::Without));
                if is_ours { Answers::Nobody } else { Answers::NotOurs }
            }
        }
    }

    /// The route that a request is meant for, as the router finds it.
    pub(super) fn meant(&self, method: Method, target: &Origin<'_>) -> Option<usize> {
        let found = self.first(method, target).or_else(|| {
            // The framework tries GET for HEAD.
            self.first(Method::Get, target).filter(|_| method == Method::Head)
        });
        found.map(|(index, _)| index)
    }

    /// What an answer gets whose request the router gave to `route` at last, or to none.
    pub(super) fn rules(&self, route: Option<&Route>, kind: RequestKind) -> Rules<'_> {
        let index = route.and_then(|route| self.by_address.get(&address(route)));
        match index.and_then(|&index| self.routes.get(index)) {
            // It is finished, or nobody has a say.
            Some(Entry { whose: Whose::Internal, .. }) if kind == RequestKind::Preflight => Rules::Nothing,
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

    /// Whether a request that `route` passes on must not get to the route that comes next: this one's policy has let the
    /// origin in, maybe by a preflight, and the other's does not.
    pub(super) fn keeps(&self, route: Option<&Route>, request: &Request<'_>) -> bool {
        let index = route.and_then(|route| self.by_address.get(&address(route)));
        let mut left = self.routes.iter().skip(index.map_or(self.routes.len(), |index| *index));
        let Some(Entry { method, whose: Whose::Policy(governed), .. }) = left.next() else { return false };
        let next = left.find(|next| next.method == *method && next.pattern.matches(request.uri()));
        next.is_some_and(|next| match &next.whose {
            Whose::Policy(next) => {
                answer::lets_in(&governed.alone, request) && !answer::lets_in(&next.alone, request)
            }
            Whose::Foreign | Whose::Without => answer::lets_in(&governed.alone, request),
            Whose::Internal => false,
        })
    }

    /// The application's policy as it applies to actual requests.
    pub(super) fn app(&self) -> Option<&Endpoint> {
        self.app.as_ref().map(|app| &app.whole)
    }

    /// The route that the router tries first for this method and target.
    fn first(&self, method: Method, target: &Origin<'_>) -> Option<(usize, &Entry)> {
        let mut routes = self.routes.iter().enumerate();
        routes.find(|(_, entry)| {
            entry.method == method && entry.pattern.matches(target) && !matches!(entry.whose, Whose::Internal)
        })
    }

    fn is_first(&self, index: usize, target: &Origin<'_>) -> bool {
        let method = self.routes.get(index).map(|entry| entry.method);
        method.and_then(|method| self.first(method, target)).is_some_and(|(first, _)| first == index)
    }

    /// The methods which handlers with another policy than the application's, or without one, serve.
    fn taken(&self, app: &App, target: &Origin<'_>) -> Methods {
        let mut taken = Methods::default();
        for method in METHODS.into_iter().filter(|method| app.names(*method)) {
            let is_taken = self.first(method, target).is_some_and(|(_, entry)| match &entry.whose {
                Whose::Policy(governed) => !governed.policy.is_same(&app.policy),
                Whose::Without => true,
                Whose::Foreign | Whose::Internal => false,
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
    let mut others: Vec<(usize, Method)> = routes
        .iter()
        .enumerate()
        .filter(|(_, (other, at, said))| {
            let shared = said.as_ref().and_then(Said::policy);
            other.method != route.method
                && shared.is_some_and(|other| other.is_same(policy))
                && pattern.is_same(at)
        })
        .map(|(index, (other, ..))| (index, other.method))
        .collect();
    // The framework keeps its routes by method, in no order.
    others.sort_by_key(|(_, method)| METHODS.iter().position(|known| known == method));
    let endpoint = |served: &[(usize, Method)]| {
        let served = served.iter().map(|(_, method)| method.as_str());
        Endpoint::handler(policy.clone(), Some(own.info), route.method.as_str(), served)
    };
    Whose::Policy(Box::new(Governed {
        policy: policy.clone(),
        alone: endpoint(&[]),
        together: endpoint(&others),
        others: others.iter().map(|(index, _)| *index).collect(),
    }))
}

impl App {
    fn new(policy: &PolicyRef) -> Self {
        let whole = Endpoint::layer(policy.clone());
        let named: Vec<Method> = METHODS.into_iter().filter(|method| whole.names(method.as_str())).collect();
        let sets = named.iter().fold(vec![Methods::default()], |mut sets, method| {
            let with: Vec<Methods> = sets.iter().map(|set| set.with(*method)).collect();
            sets.extend(with);
            sets
        });
        let beside = sets.into_iter().map(|taken| {
            let names = named.iter().filter(|method| taken.contains(**method)).map(|method| method.as_str());
            (taken, Endpoint::beside(policy.clone(), names))
        });
        Self { policy: policy.clone(), beside: beside.collect(), whole }
    }

    fn names(&self, method: Method) -> bool {
        self.whole.names(method.as_str())
    }
}

impl Methods {
    fn with(self, method: Method) -> Self {
        Self(self.0 | Self::bit(method))
    }

    fn insert(&mut self, method: Method) {
        *self = self.with(method);
    }

    fn contains(self, method: Method) -> bool {
        self.0 & Self::bit(method) != 0
    }

    fn bit(method: Method) -> u16 {
        METHODS.iter().position(|known| *known == method).map_or(0, |index| 1 << index)
    }
}

fn address(route: &Route) -> usize {
    ptr::from_ref(route).addr()
}
