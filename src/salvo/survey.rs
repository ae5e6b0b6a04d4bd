//! What stands on the path of a preflight, whatever the method.

use std::{any::TypeId, mem};

use ::salvo_core::{
    Request, Router,
    http::Method,
    routing::{Filter, HostFilter, PathFilter, PathState, PortFilter, SchemeFilter},
};
use cors_core::http1::Prepared;

use super::{
    place::{Notes, Place},
    slot::{Application, HandlerSlot, Slot},
};

/// The places on the path of a preflight, as the router's own match comes to them.
///
/// The router is asked once, whatever the number of methods. Where one of its filters may look at the method it is
/// asked once for each method that matters.
#[derive(Debug)]
pub(super) struct Survey<'r> {
    router: &'r Router,
    reads_method: bool,
    /// A filter may change the URI of the request; the match goes on with the path that it began with.
    path: String,
    /// The method of the request that the places belong to.
    asked: Option<Method>,
    places: Vec<Place>,
}

impl<'r> Survey<'r> {
    pub(super) fn new(router: &'r Router, reads_method: bool, path: &str) -> Self {
        Self { router, reads_method, path: path.to_owned(), asked: None, places: Vec::new() }
    }

    /// The place that answers preflights for `method`; `None` where the router leads nowhere.
    pub(super) async fn answering(&mut self, request: &mut Request, method: &Method) -> Option<Place> {
        match self.serving(request, method).await {
            // The policy of GET speaks for HEAD.
            None if *method == Method::HEAD => self.serving(request, &Method::GET).await.cloned(),
            place => place.cloned(),
        }
    }

    /// The answer of the handler of `method`, with all methods that its policy serves on this very path, in
    /// whichever routers.
    pub(super) async fn beside(
        &mut self,
        request: &mut Request,
        handler: &HandlerSlot,
        method: &Method,
    ) -> Prepared {
        let mut served = Vec::new();
        for other in handler.methods.iter().filter(|other| *other != method) {
            if let Some(Place { method: Some(_), slot }) = self.serving(request, other).await
                && let Slot::Handler(other_handler) = slot
                && other_handler.policy().is_same(handler.policy())
            {
                served.push(other);
            }
        }
        let prepared = handler.beside(method, &served);
        if prepared.endpoint().names("HEAD")
            && let Some(head) = self.serving(request, &Method::HEAD).await
            && !head.slot.has_policy(handler.policy())
        {
            return Prepared::new(prepared.endpoint().clone().without_head());
        }
        prepared
    }

    /// The answer of the application to a preflight for `wanted`, without the methods that are served on this path by
    /// another policy, or by none.
    pub(super) async fn without(
        &mut self,
        request: &mut Request,
        app: &Application,
        wanted: &Method,
    ) -> Prepared {
        let mut taken = Vec::new();
        for other in app.methods.iter().filter(|other| *other != wanted) {
            let place = self.answering(request, other).await;
            if place.is_some_and(|place| !place.slot.has_policy(app.policy())) {
                taken.push(other);
            }
        }
        app.without(&taken)
    }

    /// Whether a place on which this library has a say serves one of `methods`.
    pub(super) async fn has_ours(&mut self, request: &mut Request, methods: &[Method]) -> bool {
        for method in methods {
            if self.serving(request, method).await.is_some_and(|place| place.slot.is_ours()) {
                return true;
            }
        }
        false
    }

    /// Where the router leads the request if it has this method.
    async fn serving(&mut self, request: &mut Request, method: &Method) -> Option<&Place> {
        self.walk(request, method).await;
        self.places.iter().find(|place| place.serves(method))
    }

    /// Asks the router, unless that has been done. Filters are asked; nothing else runs.
    async fn walk(&mut self, request: &mut Request, method: &Method) {
        if self.asked.as_ref().is_some_and(|asked| !self.reads_method || asked == method) {
            return;
        }
        request.extensions_mut().insert(Notes(Vec::with_capacity(USUAL_PLACES)));
        let own = mem::replace(request.method_mut(), method.clone());
        // Never a match: all places say no.
        let _ = self.router.detect(request, &mut PathState::from_borrowed_path(&self.path)).await;
        *request.method_mut() = own;
        let notes = request.extensions_mut().remove();
        self.places = notes.map(|Notes(places)| places).unwrap_or_default();
        self.asked = Some(method.clone());
    }
}

/// As many handlers as a path usually has at most: the list grows beyond, but not for each few.
const USUAL_PLACES: usize = 8;

/// Whether a filter may look at the method of a request: any but those of which salvo knows that they do not.
pub(super) fn may_read_method(filter: &dyn Filter) -> bool {
    let blind = [
        TypeId::of::<PathFilter>(),
        TypeId::of::<HostFilter>(),
        TypeId::of::<PortFilter>(),
        TypeId::of::<SchemeFilter>(),
    ];
    !blind.contains(&filter.type_id())
}
