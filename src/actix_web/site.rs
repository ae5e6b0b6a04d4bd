//! A policy in its place: that of a handler, or that of a whole application.

use std::cell::RefCell;

use ::actix_web::{
    HttpResponse,
    dev::RequestHead,
    http::{Method, header::HeaderMap},
};
use cors_core::{HandlerInfo, PolicyRef, endpoint::Endpoint};

use super::prepared::{Outcome, Pending, Prepared, nobody};

/// A policy in its place.
pub(super) enum Site {
    /// A handler; `None` where it has no policy.
    Handler { prepared: Option<Prepared>, info: HandlerInfo },
    /// All that is inside a scope or an application and has no policy of its own.
    Area(Area),
}

/// The policy of all that is inside.
pub(super) struct Area {
    policy: PolicyRef,
    whole: Prepared,
    /// For each list of methods that handlers with policies of their own serve on some path. It grows to the number
    /// of such lists in the program, however many requests come.
    beside: RefCell<Vec<(Vec<String>, Prepared)>>,
}

impl Area {
    fn new(policy: PolicyRef) -> Self {
        Self { whole: Prepared::new(Endpoint::layer(policy.clone())), policy, beside: RefCell::default() }
    }

    pub(super) const fn policy(&self) -> &PolicyRef {
        &self.policy
    }

    /// The policy without the methods that others serve on the path: the browser's preflight cache would open them.
    fn beside(&self, taken: &[String]) -> Prepared {
        if taken.is_empty() {
            return self.whole.clone();
        }
        let mut known = self.beside.borrow_mut();
        if let Some((_, prepared)) = known.iter().find(|(methods, _)| methods == taken) {
            return prepared.clone();
        }
        let prepared = Prepared::new(Endpoint::beside(self.policy.clone(), taken.iter().map(String::as_str)));
        known.push((taken.to_vec(), prepared.clone()));
        prepared
    }
}

impl Site {
    pub(super) fn area(policy: PolicyRef) -> Self {
        Self::Area(Area::new(policy))
    }

    /// The whole answer to a preflight.
    pub(super) fn preflight(&self, head: &RequestHead, taken: &[String]) -> HttpResponse {
        let outcome = match self {
            Self::Handler { prepared: None, .. } => return nobody(&head.method, &head.headers),
            Self::Handler { prepared: Some(prepared), .. } => prepared.decide(&head.method, &head.headers),
            Self::Area(area) => area.beside(taken).decide(&head.method, &head.headers),
        };
        match outcome {
            Outcome::Answer(answer) => answer,
            Outcome::Run(_) => nobody(&head.method, &head.headers),
        }
    }

    /// The headers for an answer that somebody else gave; `None` where the site has no policy.
    pub(super) fn headers_for(&self, method: &Method, headers: &HeaderMap) -> Option<Pending> {
        self.prepared().map(|prepared| prepared.headers_for(method, headers))
    }

    /// The policy as it applies to actual requests; `None` where the site has none.
    pub(super) const fn prepared(&self) -> Option<&Prepared> {
        match self {
            Self::Handler { prepared, .. } => prepared.as_ref(),
            Self::Area(area) => Some(&area.whole),
        }
    }
}
