//! The outermost piece of the service: it answers preflights, and sets the headers on everything else.

use std::{mem, sync::Arc};

use ::salvo_core::{
    Depot, FlowCtrl, Handler, Request, Response, Router, async_trait,
    http::{Method, ResBody},
};
use cors_core::{
    RequestKind, RequestView,
    http1::{self, Head, Outcome, Seen},
};

use super::{
    guard::Seal,
    place::{Found, Place},
    slot::{Application, Slot},
    survey::Survey,
};

/// The outermost hoop of a service.
#[derive(Debug)]
pub(super) struct CorsHoop {
    pub(super) router: Arc<Router>,
    /// The policy of what has none of its own.
    pub(super) app: Option<Arc<Application>>,
    pub(super) seal: Seal,
    /// Whether a filter of the router may look at methods.
    pub(super) reads_method: bool,
    /// The methods by which every place on which this library has a say can be found.
    pub(super) methods: Box<[Method]>,
}

impl CorsHoop {
    /// Where the match has led; `None` for a 404 or 405. It is left for the guard in front of what was matched.
    fn found(&self, request: &mut Request) -> Option<Slot> {
        let found = request.extensions_mut().get_mut::<Found>()?;
        found.seal = Some(self.seal);
        Some(found.slot.clone())
    }

    /// What to do with a request that is no preflight; `None` to leave it alone.
    fn actual(&self, request: &Request, found: Option<&Slot>) -> Option<Outcome> {
        let prepared = match found {
            Some(slot) => slot.prepared(),
            None => self.app.as_ref().map(|app| &app.prepared),
        };
        Some(prepared?.decide(request.method(), request.headers()))
    }

    /// What to do with a preflight; `None` to leave it to the router.
    async fn preflight(
        &self,
        request: &mut Request,
        wanted: &Method,
        found: Option<&Slot>,
    ) -> Option<Outcome> {
        let mut survey = Survey::new(&self.router, self.reads_method, request.uri().path());
        let place = survey.answering(request, wanted).await;
        let prepared = match place.as_ref().map(|Place { method, slot }| (method, slot)) {
            Some((Some(method), Slot::Handler(handler))) => {
                Some(survey.beside(request, handler, method).await)
            }
            Some((None, Slot::Handler(handler))) => Some(handler.prepared.clone()),
            Some((_, Slot::Application(app))) => Some(survey.without(request, app, wanted).await),
            Some((_, Slot::OptOut)) => None,
            Some((_, Slot::Foreign)) | None => match &self.app {
                Some(app) => Some(survey.without(request, app, wanted).await),
                // A handler of `OPTIONS` is no answer to a preflight, where this library has a say.
                None if found.is_some_and(Slot::is_ours) => None,
                None if survey.has_ours(request, &self.methods).await => None,
                None => return None,
            },
        };
        let Some(prepared) = prepared else {
            let view = RequestView::new(request.method().as_str(), request.headers());
            return Some(Outcome::Answer(http1::nobody_for(&view)));
        };
        Some(prepared.decide(request.method(), request.headers()))
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
        let found = self.found(request);
        let outcome = match wanted(request) {
            Some(wanted) => self.preflight(request, &wanted, found.as_ref()).await,
            None => self.actual(request, found.as_ref()),
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
    let view = Seen::new(request.method(), request.headers()).view();
    if view.kind() != RequestKind::Preflight {
        return None;
    }
    let wanted = Method::from_bytes(view.requested_method().unwrap_or_default());
    Some(wanted.unwrap_or_else(|_| no_method()))
}

/// A token that is no method of anybody's.
pub(super) fn no_method() -> Method {
    Method::from_bytes(b"!").unwrap_or(Method::TRACE)
}

fn answer(head: Head, response: &mut Response, flow: &mut FlowCtrl) {
    let status = head.status();
    // A body, if an empty one, for a refusal: without it the service would ask the user's catcher for one.
    response.body(if status.is_client_error() { "".into() } else { ResBody::None });
    response.status_code(status);
    if response.headers().is_empty() {
        // As they are, without a look at what might be there.
        *response.headers_mut() = mem::take(head.into_response(()).headers_mut());
    } else {
        head.apply(response.headers_mut());
    }
    flow.skip_rest();
}
