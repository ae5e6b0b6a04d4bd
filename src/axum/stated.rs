//! Handlers and services whose policy is stated at the route.

use std::{
    any,
    convert::Infallible,
    future::{Future, poll_fn},
    marker::PhantomData,
    panic::Location,
    pin::Pin,
};

use ::axum::{
    extract::Request,
    handler::Handler,
    response::{IntoResponse, Response},
};
use cors_core::{CorsPolicy, HandlerInfo, PolicyRef};
use tower_service::Service;

use super::handler::{CorsHandler, TakesArguments};

/// A handler without an attribute, and its policy.
#[derive(Debug, Clone)]
pub struct Stated<H> {
    handler: H,
    policy: Option<PolicyRef>,
    info: HandlerInfo,
}

/// A tower service in the place of a handler.
#[derive(Debug, Clone)]
pub struct ServiceHandler<T>(T);

/// Stands for the arguments of a handler whose policy is stated at the route; see [`CorsHandler`].
#[derive(Debug)]
pub struct StatedArguments<T>(PhantomData<T>);

/// Stands for the arguments of a service; see [`CorsHandler`].
#[derive(Debug)]
pub struct ServiceArguments(PhantomData<()>);

/// Gives any handler of axum's, a closure for instance, the policy `P`.
///
/// ```
/// use cors::{CorsPolicy, axum::{get, with}};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// let app: axum::Router = axum::Router::new().route("/time", get(with::<Api, _>(|| async { "noon" })).cors());
/// ```
#[track_caller]
pub fn with<P: CorsPolicy, H>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives any handler of axum's a policy that is made at run time.
///
/// ```
/// use cors::{Policy, axum::{get, with_policy}};
///
/// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
/// let route = get(with_policy(policy, || async { "noon" })).cors();
/// # let _: axum::routing::MethodRouter = route;
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[track_caller]
pub fn with_policy<H>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    Stated { handler, policy: Some(policy.into()), info: info::<H>() }
}

/// Gives any tower service the policy `P`.
#[track_caller]
pub fn with_service<P: CorsPolicy, T>(service: T) -> Stated<ServiceHandler<T>> {
    Stated { handler: ServiceHandler(service), policy: Some(P::policy().into()), info: info::<T>() }
}

/// Says that any handler of axum's has no policy: no CORS header, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the handler out, as `#[cors(off)]` does.
///
/// ```
/// use cors::axum::{get, without};
///
/// let app: axum::Router = axum::Router::new().route("/health", get(without(|| async { "up" })).cors());
/// ```
#[track_caller]
pub fn without<H>(handler: H) -> Stated<H> {
    Stated { handler, policy: None, info: info::<H>() }
}

/// Says that any tower service has no policy.
#[track_caller]
pub fn without_service<T>(service: T) -> Stated<ServiceHandler<T>> {
    Stated { handler: ServiceHandler(service), policy: None, info: info::<T>() }
}

impl<H, T> TakesArguments<StatedArguments<T>> for Stated<H> {}

impl<H, T, S> CorsHandler<StatedArguments<T>, S> for Stated<H>
where
    H: Handler<T, S>,
    T: 'static,
    S: 'static,
{
    type Future = H::Future;

    fn policy(&self) -> Option<PolicyRef> {
        self.policy.clone()
    }

    fn info(&self) -> Option<HandlerInfo> {
        Some(self.info)
    }

    fn call(self, request: Request, state: S) -> Self::Future {
        self.handler.call(request, state)
    }
}

// Not what a user looks for who reads that something is not a handler.
#[diagnostic::do_not_recommend]
impl<T, S> Handler<ServiceArguments, S> for ServiceHandler<T>
where
    T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
    T::Response: IntoResponse,
    T::Future: Send,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, _state: S) -> Self::Future {
        let Self(mut service) = self;
        Box::pin(async move {
            let answer = match poll_fn(|context| service.poll_ready(context)).await {
                Ok(()) => service.call(request).await,
                Err(never) => match never {},
            };
            match answer {
                Ok(response) => response.into_response(),
                Err(never) => match never {},
            }
        })
    }
}

#[track_caller]
fn info<H>() -> HandlerInfo {
    let place = Location::caller();
    HandlerInfo::new(any::type_name::<H>(), place.file(), place.line())
}
