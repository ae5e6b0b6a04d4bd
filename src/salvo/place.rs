//! The filter by which the router's own match leads to a handler.
//!
//! salvo matches before any hoop runs and tells hoops nothing about the handler that it found. It asks filters,
//! though, with the request in hand. So each handler stands in a router without children whose last filter is ours:
//! what it lets through is the match. It leaves a mark of the place in the request, and the outermost hoop finds it
//! there, without a second match.
//!
//! A preflight asks who else stands on its path. For that the filter notes the place and lets nothing through, and
//! the router goes on to the next.

use std::{any::TypeId, fmt};

use ::salvo_core::{
    Request, async_trait,
    http::Method,
    routing::{Filter, FilterInfo, MethodFilter, PathFilter, PathState},
};

use super::{guard::Seal, slot::Slot};

/// The last filter of a router that has a handler and no children.
#[derive(Clone)]
pub(super) struct Place {
    /// The method; `None` for any.
    pub(super) method: Option<Method>,
    pub(super) slot: Slot,
}

/// In the extensions of a request: where the router's match has led. No other code can name it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) slot: Slot,
    /// The service whose hoop has seen this.
    pub(super) seal: Option<Seal>,
}

/// In the extensions of a request while a preflight asks the router: all places on its path, in the order in which
/// the router comes to them.
#[derive(Debug, Clone)]
pub(super) struct Notes(pub(super) Vec<Place>);

impl Place {
    pub(super) const fn new(method: Option<Method>, slot: Slot) -> Self {
        Self { method, slot }
    }

    /// Whether requests of this method are let through.
    pub(super) fn serves(&self, method: &Method) -> bool {
        self.method.as_ref().is_none_or(|own| own == method)
    }
}

#[async_trait]
impl Filter for Place {
    // It filters as these do. To a filter of any other type salvo puts the question which methods a path has (for
    // a 405) once for each method of the whole router.
    fn type_id(&self) -> TypeId {
        if self.method.is_some() { TypeId::of::<MethodFilter>() } else { TypeId::of::<PathFilter>() }
    }

    // Read by whatever prints or documents the routes.
    fn info(&self) -> FilterInfo {
        match &self.method {
            Some(method) => FilterInfo::Method(method.clone()),
            None => FilterInfo::Other("cors::salvo"),
        }
    }

    fn collect_methods(&self, methods: &mut Vec<Method>) {
        methods.extend(self.method.clone());
    }

    async fn filter_for_method(
        &self,
        _request: &mut Request,
        _path: &mut PathState<'_>,
        method: &Method,
    ) -> Option<bool> {
        Some(self.serves(method))
    }

    async fn filter(&self, request: &mut Request, path: &mut PathState<'_>) -> bool {
        if !path.is_ended() {
            return false;
        }
        if let Some(Notes(places)) = request.extensions_mut().get_mut() {
            places.push(self.clone());
            return false;
        }
        let is_match = self.serves(request.method());
        if is_match {
            request.extensions_mut().insert(Found { slot: self.slot.clone(), seal: None });
        }
        is_match
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.method {
            Some(method) => write!(f, "method:{method:?}"),
            None => f.write_str("cors"),
        }
    }
}
