//! Handlers whose policy is stated at the route.

use std::{any, panic::Location};

use ::actix_web::Handler;
use cors_core::{CorsPolicy, HandlerInfo, HandlerPolicy, PolicyRef};

use super::unwrapped::Unwrapped;
use crate::HasPolicy;

/// A handler that [`Route::to`](super::web::Route::to) takes: an annotated function, or what [`with`], [`with_policy`]
/// and [`without`] return.
#[diagnostic::on_unimplemented(
    message = "this is not a handler with a CORS policy",
    label = "neither a function with `#[cors::cors(..)]` nor `with::<Api, _>(..)` or `without(..)` around one that has none",
    note = "the function must be `async`, or return a future, and take extractors only",
    note = "a function with a policy of its own is given as it is, without `with` or `without` around it",
    note = "a function with `#[get(..)]` or its like is registered with `.service(..)`"
)]
pub trait CorsHandler<Args>: sealed::Sealed<Args> {}

/// A handler without an attribute, and its policy.
#[derive(Debug, Clone)]
pub struct Stated<H> {
    handler: H,
    policy: Option<PolicyRef>,
    info: HandlerInfo,
}

/// Stands for the arguments of a handler whose policy is stated at the route.
#[derive(Debug)]
pub struct StatedArguments<Args>(std::marker::PhantomData<Args>);

/// Gives any handler of actix-web's, a closure for instance, the policy `P`.
///
/// ```
/// use actix_web::App;
/// use cors::{CorsPolicy, actix_web::{web, with}};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// let app = App::new().route("/time", web::get().to(with::<Api, _>(async || "noon")));
/// ```
#[track_caller]
pub fn with<P: CorsPolicy, H>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives any handler of actix-web's a policy that is made at run time.
#[track_caller]
pub fn with_policy<H>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    Stated { handler, policy: Some(policy.into()), info: info::<H>() }
}

/// Says that any handler of actix-web's has no policy: no CORS header, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the handler out, as `#[cors(off)]` does.
///
/// ```
/// use actix_web::App;
/// use cors::actix_web::{web, without};
///
/// let app = App::new().route("/health", web::get().to(without(async || "up")));
/// ```
#[track_caller]
pub fn without<H>(handler: H) -> Stated<H> {
    Stated { handler, policy: None, info: info::<H>() }
}

#[track_caller]
fn info<H>() -> HandlerInfo {
    let place = Location::caller();
    HandlerInfo::new(any::type_name::<H>(), place.file(), place.line())
}

impl<F, Args> CorsHandler<Args> for F where F: sealed::Sealed<Args> {}

mod sealed {
    use ::actix_web::{FromRequest, Responder};

    use super::{
        Handler, HandlerInfo, HandlerPolicy, HasPolicy, PolicyRef, Stated, StatedArguments, Unwrapped,
    };

    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait Sealed<Args> {
        type Args: FromRequest + 'static;
        type Handler: Handler<Self::Args, Output: Responder + 'static>;

        fn into_parts(self) -> Parts<Self::Handler>;
    }

    /// What a handler comes to: its policy, and what the framework is given.
    #[expect(unnameable_types, reason = "only what is sealed here names it")]
    pub struct Parts<H> {
        pub(in crate::actix_web) handler: H,
        pub(in crate::actix_web) policy: Option<PolicyRef>,
        pub(in crate::actix_web) info: HandlerInfo,
    }

    impl<F, Args> Sealed<Args> for F
    where
        F: Handler<Args>,
        F::Output: HasPolicy<Inner: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        type Args = Args;
        type Handler = Unwrapped<F>;

        fn into_parts(self) -> Parts<Unwrapped<F>> {
            type Of<O> = <O as HasPolicy>::Policy;
            Parts {
                handler: Unwrapped(self),
                policy: Of::<F::Output>::policy().map(Into::into),
                info: Of::<F::Output>::handler(),
            }
        }
    }

    impl<H, Args> Sealed<StatedArguments<Args>> for Stated<H>
    where
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        type Args = Args;
        type Handler = H;

        fn into_parts(self) -> Parts<H> {
            let Self { handler, policy, info } = self;
            Parts { handler, policy, info }
        }
    }
}
