//! Middleware that preflights go around.

use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use ::actix_web::{
    Error, HttpMessage as _,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};
use cors_core::RequestKind;

use super::{
    answering::{After, Answering},
    flight::{Flight, Governed},
    look::{Asked, Copy, Inside as _, Look},
    pieces,
    prepared::kind,
};

/// Lets preflights for annotated handlers around a piece of middleware, an authentication for instance.
///
/// A preflight carries no credentials, so an authentication around handlers would refuse it, and the browser would
/// not send the request itself. This opens nothing: a preflight is answered here, from the policy of the handler that
/// it asks for, and never reaches a handler or the middleware. One that asks for a handler which is not of this
/// library goes through the middleware as it is, also to an `OPTIONS` handler of your own.
///
/// An answer that the middleware itself gives, a 401 for instance, gets the headers of the policy of the handler that
/// the request was meant for, so that the page can read the status.
///
/// ```
/// use actix_web::{App, Error, body::MessageBody, dev::{ServiceRequest, ServiceResponse}, error, middleware};
/// use cors::actix_web::SkipPreflight;
///
/// async fn auth(
///     request: ServiceRequest,
///     next: middleware::Next<impl MessageBody>,
/// ) -> Result<ServiceResponse<impl MessageBody>, Error> {
///     if request.headers().contains_key("authorization") {
///         next.call(request).await
///     } else {
///         Err(error::ErrorUnauthorized("who are you?"))
///     }
/// }
///
/// let app = App::new().wrap(SkipPreflight(middleware::from_fn(auth)));
/// ```
#[expect(clippy::exhaustive_structs, reason = "it is called like a function, and will have no second field")]
#[derive(Debug, Clone)]
pub struct SkipPreflight<T>(pub T);

impl<T, S, B1, B2> Transform<S, ServiceRequest> for SkipPreflight<T>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B1>, Error = Error> + 'static,
    T: Transform<Inner<S>, ServiceRequest, Response = ServiceResponse<B2>, Error = Error>,
    T::Future: 'static,
    B2: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B2>>;
    type Error = Error;
    type Transform = SkipService<S, T::Transform>;
    type InitError = T::InitError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Transform, T::InitError>>>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let service = Rc::new(Asked::new(service));
        pieces::count();
        let middleware = self.0.new_transform(Inner { service: Rc::clone(&service) });
        Box::pin(async move { Ok(SkipService { service, middleware: middleware.await? }) })
    }
}

/// What the middleware in a [`SkipPreflight`] wraps.
pub struct Inner<S> {
    service: Rc<Asked<S>>,
}

impl<S: Service<ServiceRequest>> Service<ServiceRequest> for Inner<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.service.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if let Some(flight) = request.extensions().get::<Flight>() {
            flight.enter();
        }
        self.service.service.call(request)
    }
}

/// The service of [`SkipPreflight`].
pub struct SkipService<S, M> {
    service: Rc<Asked<S>>,
    middleware: M,
}

impl<S, M, B> Service<ServiceRequest> for SkipService<S, M>
where
    S: Service<ServiceRequest> + 'static,
    M: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = Answering<M::Future, B, SkipAnswer<S>>;

    forward_ready!(middleware);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if Look::of(&request).is_some() {
            drop(self.service.service.call(request));
            return Answering::never();
        }
        let copy = Copy::of(&request);
        let outer = Flight::of(&request);
        if kind(request.head()) == RequestKind::Preflight {
            let seen = self.service.look(copy.clone());
            if let Some(site) = seen.site {
                if let Some(flight) = outer {
                    flight.govern(Governed::LeftAlone);
                }
                let response = site.preflight(request.head(), &seen.taken);
                return Answering::now(request, response);
            }
        }
        let is_outermost = outer.is_none();
        let flight = outer.unwrap_or_else(|| Flight::start(&request));
        let depth = flight.depth();
        let after = SkipAnswer { service: Rc::clone(&self.service), flight, depth, copy, is_outermost };
        Answering::run(self.middleware.call(request), after)
    }
}

/// What [`SkipService`] does to an answer.
pub struct SkipAnswer<S> {
    service: Rc<Asked<S>>,
    flight: Flight,
    depth: u32,
    copy: Copy,
    is_outermost: bool,
}

impl<S: Service<ServiceRequest>> After for SkipAnswer<S> {
    fn finish<B>(&self, answer: &mut Result<ServiceResponse<B>, Error>) {
        let Self { service, flight, depth, copy, is_outermost } = self;
        if let Some(governed) = flight.governed() {
            if *is_outermost {
                governed.finish(answer);
            }
            return;
        }
        if flight.depth() > *depth {
            // It came from further in, where nobody has a policy for it.
            return;
        }
        let Some(site) = service.look(copy.clone()).site else { return };
        let governed = match site.headers_for(&copy.method, &copy.headers) {
            Some(pending) => Governed::Headers(pending),
            None => Governed::LeftAlone,
        };
        governed.finish(answer);
        flight.govern(governed);
    }
}
