//! What answers a preflight: the policy of the route that the router would try first.

use ::rocket::{
    Request,
    http::{Method, uri::Origin},
};
use cors_core::RequestKind;

use super::{
    answer::Seen,
    app::{App, METHODS, Methods},
    table::{Entry, Governed, Rules, Table, Whose},
};

/// Whose requests are.
#[derive(Debug, Clone, Copy)]
enum Sole<'t> {
    /// They are this route's.
    Entry(&'t Entry),
    /// They are those of routes with different policies.
    Several,
}

impl Table {
    /// What answers a request, if it is a preflight and this library's to answer.
    pub(super) fn preflight(&self, request: &Request<'_>) -> Option<Rules<'_>> {
        // Others are no preflights, and most requests are others.
        if request.method() != Method::Options {
            return None;
        }
        let seen = Seen::new(request);
        let is_preflight = seen.view().kind() == RequestKind::Preflight;
        is_preflight.then(|| self.choose(seen.requested_method(), request.uri())).flatten()
    }

    /// What answers a preflight for `method` on `target`.
    fn choose(&self, method: &str, target: &Origin<'_>) -> Option<Rules<'_>> {
        let known = METHODS.into_iter().find(|known| known.as_str() == method);
        let found = known.and_then(|method| self.sole(method, target)).or_else(|| {
            // The framework tries GET for HEAD.
            self.sole(Method::Get, target).filter(|_| known == Some(Method::Head))
        });
        match (found, &self.app) {
            (Some(Sole::Entry(Entry { whose: Whose::Policy(governed), .. })), _) => {
                let is_whole = governed.others.iter().all(|&other| self.is_served(other, target, governed));
                Some(Rules::Preflight(if is_whole { &governed.together } else { &governed.alone }))
            }
            (Some(Sole::Entry(Entry { whose: Whose::Without, .. }) | Sole::Several), _) => {
                Some(Rules::Nobody)
            }
            (_, Some(app)) => {
                Some(app.beside(self.taken(app, target)).map_or(Rules::Nobody, Rules::Preflight))
            }
            (_, None) => self.has_a_say(target).then_some(Rules::Nobody),
        }
    }

    /// Whether somebody said something about the policy of a route on this path, be it behind others.
    fn has_a_say(&self, target: &Origin<'_>) -> bool {
        let is_said = |entry: &Entry| matches!(entry.whose, Whose::Policy(_) | Whose::Without);
        METHODS.into_iter().any(|method| self.matching(method, target).any(|(_, entry)| is_said(entry)))
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
