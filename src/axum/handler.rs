//! What the routing functions of this module take: handlers that say what their policy is.

use std::{future::Future, pin::Pin};

use ::axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use cors_core::{HandlerInfo, HandlerPolicy, PolicyRef};

use crate::HasPolicy;

/// A handler that says what its CORS policy is.
///
/// Implemented for functions with `#[cors(..)]` of up to 16 arguments, all but the last of which implement
/// [`FromRequestParts`] and the last [`FromRequest`], as for axum's [`Handler`](::axum::handler::Handler); and for
/// what [`with`](super::with) and [`without`](super::without) return. `T` stands for the types of the arguments.
///
/// Whoever implements it implements [`TakesArguments`] too.
pub trait CorsHandler<T, S>: TakesArguments<T> + Clone + Send + Sync + Sized + 'static {
    /// What [`call`](Self::call) returns.
    type Future: Future<Output = Response> + Send + 'static;

    /// The policy; `None` for a handler that is to have none.
    fn policy(&self) -> Option<PolicyRef>;

    /// The handler's name and place; `None` where they are not known.
    fn info(&self) -> Option<HandlerInfo>;

    /// The answer, without CORS headers.
    fn call(self, request: Request, state: S) -> Self::Future;
}

/// A function, or what takes its place, by the types of its arguments.
///
/// The routing functions ask for it first, so that the compiler knows of which function it speaks when a policy or an
/// extractor is missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "neither a function with `#[cors(..)]` and at most 16 arguments nor `with::<Api, _>(..)` or `without(..)`"
)]
pub trait TakesArguments<T> {}

macro_rules! annotated {
    ($last:ident $($first:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<F, R, M, $($first,)* $last> TakesArguments<(M, $($first,)* $last,)> for F where
            F: FnOnce($($first,)* $last) -> R
        {
        }

        impl<F, Fut, S, M, $($first,)* $last> CorsHandler<(M, $($first,)* $last,), S> for F
        where
            F: FnOnce($($first,)* $last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future + Send,
            Fut::Output: HasPolicy,
            <Fut::Output as HasPolicy>::Inner: IntoResponse,
            S: Send + Sync + 'static,
            $($first: FromRequestParts<S> + Send,)*
            $last: FromRequest<S, M> + Send,
        {
            type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

            fn policy(&self) -> Option<PolicyRef> {
                policy::<Fut::Output>()
            }

            fn info(&self) -> Option<HandlerInfo> {
                info::<Fut::Output>()
            }

            #[allow(non_snake_case, reason = "values are named like their types")]
            #[allow(unused_mut, reason = "there may be no argument that reads only the head")]
            fn call(self, request: Request, state: S) -> Self::Future {
                // Boxed as in axum's own handlers, which are not boxed once more.
                Box::pin(async move {
                    let (mut parts, body) = request.into_parts();
                    $(
                        let $first = match $first::from_request_parts(&mut parts, &state).await {
                            Ok(value) => value,
                            Err(rejection) => return rejection.into_response(),
                        };
                    )*
                    let request = Request::from_parts(parts, body);
                    let $last = match $last::from_request(request, &state).await {
                        Ok(value) => value,
                        Err(rejection) => return rejection.into_response(),
                    };
                    self($($first,)* $last).await.into_inner().into_response()
                })
            }
        }
    };
}

#[diagnostic::do_not_recommend]
impl<F, R> TakesArguments<((),)> for F where F: FnOnce() -> R {}

impl<F, Fut, S> CorsHandler<((),), S> for F
where
    F: FnOnce() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future + Send,
    Fut::Output: HasPolicy,
    <Fut::Output as HasPolicy>::Inner: IntoResponse,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn policy(&self) -> Option<PolicyRef> {
        policy::<Fut::Output>()
    }

    fn info(&self) -> Option<HandlerInfo> {
        info::<Fut::Output>()
    }

    fn call(self, _request: Request, _state: S) -> Self::Future {
        Box::pin(async move { self().await.into_inner().into_response() })
    }
}

annotated!(A1);
annotated!(A2 A1);
annotated!(A3 A1 A2);
annotated!(A4 A1 A2 A3);
annotated!(A5 A1 A2 A3 A4);
annotated!(A6 A1 A2 A3 A4 A5);
annotated!(A7 A1 A2 A3 A4 A5 A6);
annotated!(A8 A1 A2 A3 A4 A5 A6 A7);
annotated!(A9 A1 A2 A3 A4 A5 A6 A7 A8);
annotated!(A10 A1 A2 A3 A4 A5 A6 A7 A8 A9);
annotated!(A11 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10);
annotated!(A12 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11);
annotated!(A13 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12);
annotated!(A14 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13);
annotated!(A15 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14);
annotated!(A16 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15);

fn policy<A: HasPolicy>() -> Option<PolicyRef> {
    A::Policy::policy().map(PolicyRef::from)
}

#[expect(clippy::unnecessary_wraps, reason = "the other handlers of the trait may have none")]
fn info<A: HasPolicy>() -> Option<HandlerInfo> {
    Some(A::Policy::handler())
}
