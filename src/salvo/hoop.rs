//! The outermost piece of the service: it answers preflights, and sets the headers on everything else.

use std::{mem, sync::Arc};

use ::salvo_core::{
    Depot, FlowCtrl, Handler, Request, Response, Router, async_trait, http::Method, routing::PathState,
};
use cors_core::{
    RequestKind, RequestView,
    endpoint::Endpoint,
    event,
    http1::{self, Head, Outcome, Prepared},
};

use super::slot::{Application, Found, HandlerSlot, Slot};

/// The outermost hoop of a service.
#[derive(Debug)]
pub(super) struct CorsHoop {
    router: Arc<Router>,
    /// The policy of what has none of its own.
    app: Option<Arc<Application>>,
    /// The methods of all handlers that say what their policy is.
    methods: Box<[Method]>,
}

/// What answers for one method on the path of a request.
enum Match {
    /// A handler that says what its policy is, or one under the policy of the application.
    Known(Arc<Slot>),
    /// A handler of salvo's own in an application without a policy.
    Foreign,
    /// No handler.
    Nothing,
}

impl CorsHoop {
    pub(super) const fn new(
        router: Arc<Router>,
        app: Option<Arc<Application>>,
        methods: Box<[Method]>,
    ) -> Self {
        Self { router, app, methods }
    }

    /// What to do with a request that is no preflight; `None` to leave it alone.
    fn actual(&self, request: &Request) -> Option<Outcome> {
        let prepared = match request.extensions().get() {
            Some(Found(slot)) => slot.prepared(),
            None => self.app.as_ref().map(|app| &app.prepared),
        };
        Some(prepared?.decide(request.method(), request.headers()))
    }

    /// What to do with a preflight; `None` to leave it to the router.
    async fn preflight(&self, request: &mut Request, wanted: &Method) -> Option<Outcome> {
        // A handler of `OPTIONS` with a policy is no answer to a preflight, whatever else stands on its path.
        let has_options = request.extensions().get::<Found>().is_some();
        let found = match self.find(request, wanted).await {
            // The policy of GET speaks for HEAD.
            Match::Nothing if *wanted == Method::HEAD => self.find(request, &Method::GET).await,
            found => found,
        };
        let prepared = match found {
            Match::Known(slot) => match &*slot {
                Slot::Handler(handler) => self.of_handler(request, handler).await,
                Slot::Application(app) => Some(self.of_application(request, app, wanted).await),
            },
            Match::Foreign if has_options => None,
            Match::Foreign => return None,
            Match::Nothing => match &self.app {
                Some(app) => Some(self.of_application(request, app, wanted).await),
                None if self.knows_path(request).await => None,
                None => return None,
            },
        };
        let Some(prepared) = prepared else {
            event::report_without_policy(&RequestView::new(request.method().as_str(), request.headers()));
            return Some(Outcome::Answer(http1::nobody()));
        };
        Some(prepared.decide(request.method(), request.headers()))
    }

    /// The policy of a handler with the methods that it serves on this very path, whichever places they stand in.
    async fn of_handler(&self, request: &mut Request, handler: &HandlerSlot) -> Option<Prepared> {
        let prepared = handler.prepared.as_ref()?;
        let Some(own) = &handler.method else { return Some(prepared.clone()) };
        let policy = prepared.endpoint().policy_ref();
        let mut served = Vec::new();
        for method in &handler.candidates {
            if let Match::Known(slot) = self.find(request, method).await
                && let Slot::Handler(HandlerSlot { method: Some(_), prepared: Some(other), .. }) = &*slot
                && other.endpoint().policy_ref().is_same(policy)
            {
                served.push(method);
            }
        }
        if served.iter().copied().eq(&handler.beside) {
            return Some(prepared.clone());
        }
        let served = served.into_iter().map(Method::as_str);
        Some(Prepared::new(Endpoint::handler(policy.clone(), handler.info, own.as_str(), served)))
    }

    /// The policy of the application without the methods that are served on this path by another policy, or by none.
    async fn of_application(&self, request: &mut Request, app: &Application, wanted: &Method) -> Prepared {
        let mut taken = Vec::new();
        for method in app.methods.iter().filter(|method| *method != wanted) {
            let is_ours = match self.find(request, method).await {
                Match::Known(slot) => slot.policy().is_some_and(|policy| policy.is_same(&app.policy)),
                Match::Foreign => false,
                Match::Nothing => true,
            };
            if !is_ours {
                taken.push(method.as_str());
            }
        }
        if taken.is_empty() {
            return app.prepared.clone();
        }
        Prepared::new(Endpoint::beside(app.policy.clone(), taken))
    }

    /// Whether a handler that says what its policy is stands on the path, for whichever method.
    async fn knows_path(&self, request: &mut Request) -> bool {
        for method in &self.methods {
            if let Match::Known(_) = self.find(request, method).await {
                return true;
            }
        }
        false
    }

    /// Where the router leads this request if it has this method. Filters are asked; nothing else runs.
    async fn find(&self, request: &mut Request, method: &Method) -> Match {
        request.extensions_mut().remove::<Found>();
        let mut path = PathState::from_owned_path(request.uri().path().to_owned());
        let own = mem::replace(request.method_mut(), method.clone());
        let is_match = self.router.detect(request, &mut path).await.is_some();
        *request.method_mut() = own;
        match request.extensions_mut().remove() {
            Some(Found(slot)) if is_match => Match::Known(slot),
            _ if is_match => Match::Foreign,
            _ => Match::Nothing,
        }
    }
}

#[async_trait]
impl Handler for CorsHoop {
    async fn handle(
        &self,
        request: &mut Request,
        depot: &mut Depot,
        response: &mut Response,
        flow: &mut FlowCtrl,
    ) {
        let outcome = match wanted(request) {
            Some(wanted) => self.preflight(request, &wanted).await,
            None => self.actual(request),
        };
        match outcome {
            Some(Outcome::Run(pending)) => {
                flow.call_next(request, depot, response).await;
                // Also where the flow has ceased: an answer without the headers is an answer that no page can read.
                pending.apply(response.headers_mut());
            }
            None => {
                flow.call_next(request, depot, response).await;
            }
            Some(Outcome::Answer(head)) => answer(head, response, flow),
            // `Outcome` may grow; what is not known here must not open anything.
            Some(_) => answer(http1::nobody(), response, flow),
        }
    }
}

/// The method that a preflight asks for; `None` for any other request.
///
/// For what is no method it is one that no handler is registered for by name.
fn wanted(request: &Request) -> Option<Method> {
    if request.method() != Method::OPTIONS {
        return None;
    }
    let view = RequestView::new(request.method().as_str(), request.headers());
    if view.kind() != RequestKind::Preflight {
        return None;
    }
    let wanted = Method::from_bytes(view.requested_method().unwrap_or_default());
    Some(wanted.or_else(|_| Method::from_bytes(NO_METHOD)).unwrap_or(Method::TRACE))
}

/// A token that is no method of anybody's.
const NO_METHOD: &[u8] = b"!";

fn answer(head: Head, response: &mut Response, flow: &mut FlowCtrl) {
    if head.status().is_client_error() {
        // A body, if an empty one: without it the service would ask the user's catcher for one.
        response.body("");
    }
    response.status_code(head.status());
    response.headers_mut().extend(head.into_response(()).into_parts().0.headers);
    flow.skip_rest();
}
