//! A policy for a whole application, a scope or a resource.

use std::{
    cell::Cell,
    future::{Ready, ready},
    rc::Rc,
    task::{Context, Poll},
};

use ::actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};
use cors_core::{CorsPolicy, PolicyRef, RequestKind};

use super::{
    answering::{After, Answering},
    flight::{Asker, Flight, Governed},
    handler::is_hidden,
    look::{Asked, Copy, Inside, Look, used_up},
    pieces,
    prepared::{Outcome, Pending, Unheard, forbid_without_policy, is_same_origin, kind},
    site::Site,
};

/// The policy `P` for all that is inside and has no policy of its own: other routes, 404, 405, and the 401 of an
/// authentication inside.
///
/// Give it to `App::wrap` as the last one, so that it is the outermost. A handler's own policy replaces it whole, and
/// `#[cors(off)]` or [`without`](super::without) takes the handler out.
///
/// ```
/// use actix_web::{App, web};
/// use cors::CorsPolicy;
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"], methods = [GET, PUT])]
/// struct Api;
///
/// let app = App::new()
///     .route("/time", web::get().to(async || "noon"))
///     .wrap(cors::actix_web::policy::<Api>());
/// ```
#[must_use]
pub fn policy<P: CorsPolicy>() -> AreaCors {
    policy_of(P::policy())
}

/// Like [`policy`], for a policy that is made at run time.
///
/// ```
/// use std::sync::Arc;
/// use actix_web::App;
/// use cors::Policy;
///
/// // Made once; the closure of `HttpServer::new` runs once a worker.
/// let policy = Arc::new(Policy::builder().origins(["https://app.example.com"]).build()?);
/// let app = move || App::new().wrap(cors::actix_web::policy_of(policy.clone()));
/// # app();
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[must_use]
pub fn policy_of(policy: impl Into<PolicyRef>) -> AreaCors {
    AreaCors { policy: policy.into() }
}

/// The middleware of [`policy`] and [`policy_of`].
#[derive(Debug, Clone)]
pub struct AreaCors {
    policy: PolicyRef,
}

impl<S, B> Transform<S, ServiceRequest> for AreaCors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = AreaService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let site = Rc::new(Site::area(self.policy.clone()));
        pieces::count();
        ready(Ok(AreaService { inside: Rc::new(Asked::new(service)), site, is_visible: Cell::new(false) }))
    }
}

/// The service of [`AreaCors`].
pub struct AreaService<S> {
    inside: Rc<Asked<S>>,
    site: Rc<Site>,
    /// Whether a policy further out was seen to reach this one.
    is_visible: Cell<bool>,
}

impl<S, B> Service<ServiceRequest> for AreaService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = Answering<S::Future, B, AreaAnswer>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inside.service.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if let Some(look) = Look::of(&request) {
            drop(self.inside.service.call(request));
            look.passed(&self.site);
            return Answering::never();
        }
        if pieces::is_alone() {
            return self.call_alone(request);
        }
        let outer = Flight::of(&request);
        if kind(request.head()) == RequestKind::Preflight {
            if let Some(flight) = outer {
                flight.govern(Governed::LeftAlone);
            }
            let seen = self.inside.look(Copy::of(&request));
            let response = seen.site.as_ref().unwrap_or(&self.site).preflight(request.head(), &seen.taken);
            return Answering::now(request, response);
        }
        let is_outermost = outer.is_none();
        let flight = outer.unwrap_or_else(|| Flight::start(&request));
        let is_asked = flight.asker().is_some();
        let inside = || Asker { inside: Rc::clone(&self.inside) as Rc<dyn Inside>, skip: used_up(&request) };
        flight.answer_preflights(inside);
        let own = match self.own(&request, is_asked.then_some(&flight)) {
            Outcome::Run(own) => own,
            Outcome::Answer(response) => {
                flight.govern(Governed::LeftAlone);
                return Answering::now(request, response);
            }
        };
        let unheard = Unheard::new(&own, request.method(), request.headers());
        let after = AreaAnswer { flight: Some(flight), own, unheard, is_outermost };
        Answering::run(self.inside.service.call(request), after)
    }
}

impl<S, B> AreaService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    /// The same where no other piece of ours is: none inside has a policy of its own, none outside waits.
    fn call_alone(&self, request: ServiceRequest) -> Answering<S::Future, B, AreaAnswer> {
        let head = request.head();
        let outcome = self.site.prepared().map(|prepared| prepared.decide(&head.method, &head.headers));
        match outcome {
            Some(Outcome::Run(own)) => {
                let after = AreaAnswer { flight: None, own, unheard: None, is_outermost: true };
                Answering::run(self.inside.service.call(request), after)
            }
            Some(Outcome::Answer(response)) => Answering::now(request, response),
            None => {
                let response = forbid_without_policy(&head.method, &head.headers);
                Answering::now(request, response)
            }
        }
    }

    /// What is to be done where nobody inside governs; nobody has heard of it yet, if it runs.
    fn own(&self, request: &ServiceRequest, asked: Option<&Flight>) -> Outcome {
        let (method, headers) = (request.method(), request.headers());
        let Some(prepared) = self.site.prepared() else {
            return Outcome::Answer(forbid_without_policy(method, headers));
        };
        let is_hidden = || {
            asked.is_some_and(|flight| is_hidden(&self.site, &self.is_visible, request, flight))
                && !is_same_origin(headers, Some(prepared.endpoint().policy()))
        };
        match prepared.decide_unheard(method, headers) {
            Outcome::Run(pending) if pending.is_readable() || !is_hidden() => Outcome::Run(pending),
            // Refused here; but a handler's own policy replaces this one whole.
            Outcome::Run(_) | Outcome::Answer(_) => {
                let seen = self.inside.look(Copy::of(request));
                match seen.site {
                    Some(_) => Outcome::Run(prepared.unheard_headers_for(method, headers)),
                    None => Outcome::Answer(prepared.forbid(method, headers)),
                }
            }
        }
    }
}

/// What [`AreaService`] does to an answer.
pub struct AreaAnswer {
    /// `None` where nobody else can have a say.
    flight: Option<Flight>,
    own: Pending,
    unheard: Option<Box<Unheard>>,
    is_outermost: bool,
}

impl AreaAnswer {
    /// Who governed has told of the request.
    fn overrule(&self) {
        if let Some(unheard) = &self.unheard {
            unheard.overrule();
        }
    }
}

impl Drop for AreaAnswer {
    fn drop(&mut self) {
        if self.flight.as_ref().is_some_and(|flight| flight.governed().is_some()) {
            self.overrule();
        }
    }
}

impl After for AreaAnswer {
    fn finish<B>(&self, answer: &mut Result<ServiceResponse<B>, Error>) {
        let Some(flight) = &self.flight else { return self.own.finish(answer) };
        match flight.governed() {
            Some(governed) if self.is_outermost => governed.finish(answer),
            // An outer piece will see to it.
            Some(_) => {}
            None => {
                let mut own = self.own.clone();
                if let Some(unheard) = &self.unheard {
                    unheard.tell(&mut own);
                }
                let governed = Governed::Headers(own);
                governed.finish(answer);
                flight.govern(governed);
            }
        }
    }
}
