//! The piece around one handler: it answers the preflights for it and sets the headers of its answers.

use std::{
    cell::Cell,
    future::{Ready, ready},
    rc::Rc,
};

use ::actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};
use cors_core::{HandlerInfo, PolicyRef, RequestKind, endpoint::Endpoint};

use super::{
    answering::{After, Answering},
    flight::{Flight, Governed},
    look::{Copy, Look},
    pieces,
    prepared::{Outcome, Prepared, forbid_without_policy, is_same_origin, kind, nobody},
    site::Site,
};

/// Middleware of one handler, or of one resource with one handler: the outermost of it.
#[derive(Debug, Clone)]
pub struct HandlerCors {
    prepared: Option<Prepared>,
    info: HandlerInfo,
}

impl HandlerCors {
    /// The piece for a handler that serves `methods`, which are empty for any; `policy` is `None` for a handler
    /// that has none.
    pub(super) fn new(policy: Option<PolicyRef>, info: HandlerInfo, methods: &[&str]) -> Self {
        let endpoint = |policy| match methods.split_first() {
            Some((first, rest)) => Endpoint::handler(policy, Some(info), first, rest.iter().copied()),
            None => Endpoint::any_method(policy, Some(info)),
        };
        Self { prepared: policy.map(endpoint).map(Prepared::new), info }
    }
}

impl<S, B> Transform<S, ServiceRequest> for HandlerCors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = HandlerService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let Self { prepared, info } = self.clone();
        let site = Rc::new(Site::Handler { prepared, info });
        pieces::count();
        ready(Ok(HandlerService { service, site, is_visible: Cell::new(false) }))
    }
}

/// The service of [`HandlerCors`].
pub struct HandlerService<S> {
    service: S,
    site: Rc<Site>,
    /// Whether the piece that answers preflights for the application was seen to reach this one.
    is_visible: Cell<bool>,
}

impl<S, B> Service<ServiceRequest> for HandlerService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = Answering<S::Future, B, HandlerAnswer>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if let Some(look) = Look::of(&request) {
            look.found(&self.site);
            return Answering::never();
        }
        let flight = Flight::of(&request);
        let step = self.decide(&request, flight.as_ref());
        if let Some(flight) = flight {
            flight.govern(match &step {
                Step::Run(governed) => governed.clone(),
                Step::Answer(_) => Governed::LeftAlone,
            });
        }
        match step {
            Step::Run(governed) => Answering::run(self.service.call(request), HandlerAnswer(governed)),
            Step::Answer(response) => Answering::now(request, response),
        }
    }
}

/// What is to be done with a request.
enum Step {
    /// Run the handler, then see to the headers of its answer.
    Run(Governed),
    /// This is the whole answer.
    Answer(HttpResponse),
}

impl<S> HandlerService<S> {
    fn decide(&self, request: &ServiceRequest, flight: Option<&Flight>) -> Step {
        let (method, headers) = (request.method(), request.headers());
        let must_not_run = || {
            let policy = self.site.prepared().map(|prepared| prepared.endpoint().policy());
            flight.is_some_and(|flight| is_hidden(&self.site, &self.is_visible, request, flight))
                && !is_same_origin(headers, policy)
        };
        let Some(prepared) = self.site.prepared() else {
            return match kind(request.head()) {
                RequestKind::Preflight => Step::Answer(nobody(method, headers)),
                _ if must_not_run() => Step::Answer(forbid_without_policy(method, headers)),
                _ => Step::Run(Governed::LeftAlone),
            };
        };
        match prepared.decide_first(method, headers) {
            Outcome::Answer(response) => Step::Answer(response),
            Outcome::Run(pending) if !pending.is_readable() && must_not_run() => {
                Step::Answer(prepared.forbid(method, headers))
            }
            Outcome::Run(mut pending) => {
                pending.report(method, headers);
                Step::Run(Governed::Headers(pending))
            }
        }
    }
}

/// Whether an outer policy answers preflights for the application and does not see this piece, because middleware
/// between them keeps preflights to itself.
///
/// The outer policy then took the path for its own: the browser may send what the policy here would not have allowed,
/// and such a request must not run. Seen once, a piece stays visible: where middleware stands does not change.
pub(super) fn is_hidden(
    site: &Rc<Site>,
    is_visible: &Cell<bool>,
    request: &ServiceRequest,
    flight: &Flight,
) -> bool {
    if is_visible.get() || kind(request.head()) != RequestKind::Actual {
        return false;
    }
    let Some(asker) = flight.asker() else { return false };
    let seen = asker.inside.look(Copy::of_its_preflight(request.head(), asker.skip));
    is_visible.set(seen.reached(site));
    !is_visible.get()
}

/// What [`HandlerService`] does to an answer.
pub struct HandlerAnswer(Governed);

impl After for HandlerAnswer {
    fn finish<B>(&self, answer: &mut Result<ServiceResponse<B>, Error>) {
        self.0.finish(answer);
    }
}
