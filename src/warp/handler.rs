//! What `route!` takes: handlers that say what their policy is.

use std::future::Future;

use ::warp::{Filter, Rejection, Reply, reply::Response};
use cors_core::{HandlerInfo, HandlerPolicy, PolicyRef};

use super::head;
use crate::HasPolicy;

/// A handler that says what its CORS policy is.
///
/// Implemented for functions with `#[cors(..)]` of up to 16 arguments, which are what the path and the filters of the
/// route extract; and for what [`with`](super::with) and [`without`](super::without) return. `A` is the tuple of the
/// arguments, `M` stands for the kind of answer; see [`Answer`].
///
/// Whoever implements it implements [`TakesArguments`] too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler of a route",
    label = "what its function answers is neither a `Reply` nor `Result<impl Reply, Rejection>`",
    note = "a function with a policy of its own is given as it is, without `with` or `without` around it"
)]
pub trait CorsHandler<A, M>: TakesArguments<A> + Clone + Send + Sync + Sized + 'static {
    /// The policy; `None` for a handler that is to have none.
    fn policy(&self) -> Option<PolicyRef>;

    /// The handler's name and place; `None` where they are not known.
    fn info(&self) -> Option<HandlerInfo>;

    /// The answer, without CORS headers.
    fn call(self, arguments: A) -> impl Future<Output = Result<Response, Rejection>> + Send;
}

/// A function, or what takes its place, by the types of its arguments.
///
/// The routes ask for it first, so that the compiler knows of which function it speaks when a policy is missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take what the path and the filters of this route extract",
    label = "neither a function of the arguments `{A}` nor `with::<Api, _>(..)` or `without(..)` around one",
    note = "the arguments are the parameters of the path in order, then what each filter of the route extracts"
)]
pub trait TakesArguments<A> {}

/// What a handler may return: a [`Reply`], or a `Result` of a reply and a [`Rejection`].
///
/// `M` tells the two apart, and the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no answer of a warp handler",
    label = "neither a `Reply` nor `Result<impl Reply, Rejection>`"
)]
pub trait Answer<M>: Send {
    /// As what [`Filter::and_then`] takes.
    ///
    /// # Errors
    /// The handler's rejection.
    fn into_answer(self) -> Result<Response, Rejection>;
}

/// Stands for a handler that always replies; see [`Answer`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Replies;

/// Stands for a handler that replies or rejects; see [`Answer`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Rejects;

#[diagnostic::do_not_recommend]
impl<R: Reply> Answer<Replies> for R {
    fn into_answer(self) -> Result<Response, Rejection> {
        Ok(self.into_response())
    }
}

impl<R: Reply> Answer<Rejects> for Result<R, Rejection> {
    fn into_answer(self) -> Result<Response, Rejection> {
        self.map(Reply::into_response)
    }
}

/// The tuple of what a filter extracts.
pub trait Arguments: Send + Sized + 'static {
    /// The filter with the handler behind it. A rejection of the handler is kept for the route, which asks for it.
    fn call_with<F, H, M>(filter: F, handler: H) -> impl AnswerFilter
    where
        F: Filter<Extract = Self, Error = Rejection> + Clone + Send + Sync + 'static,
        H: CorsHandler<Self, M>,
        M: 'static;
}

/// A rejection must not go to the next route, and a filter that catches it costs each request more than this.
fn answer(result: Result<Response, Rejection>) -> Response {
    // The route asks for it in the same poll. Whoever else has called the handler leaves nothing to the next one.
    match result {
        Ok(response) => {
            drop(head::rejected());
            response
        }
        Err(rejection) => {
            head::reject(rejection);
            ::warp::reply().into_response()
        }
    }
}

/// A filter whose extract is a whole answer.
pub trait AnswerFilter:
    Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static
{
}

impl<F> AnswerFilter for F where
    F: Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static
{
}

/// Calls a macro with the type parameters of up to 16 arguments.
macro_rules! each_arity {
    ($arity:ident) => {
        each_arity!(@ $arity A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16);
    };
    (@ $arity:ident) => {
        $arity!();
    };
    (@ $arity:ident $first:ident $($rest:ident)*) => {
        $arity!($first $($rest)*);
        each_arity!(@ $arity $($rest)*);
    };
}
pub(super) use each_arity;

macro_rules! arity {
    ($($argument:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<F, R, $($argument,)*> TakesArguments<($($argument,)*)> for F where F: Fn($($argument,)*) -> R {}

        impl<F, Fut, M, $($argument,)*> CorsHandler<($($argument,)*), M> for F
        where
            F: Fn($($argument,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future + Send,
            Fut::Output: HasPolicy,
            <Fut::Output as HasPolicy>::Inner: Answer<M>,
            $($argument: Send,)*
        {
            fn policy(&self) -> Option<PolicyRef> {
                <Fut::Output as HasPolicy>::Policy::policy().map(PolicyRef::from)
            }

            fn info(&self) -> Option<HandlerInfo> {
                Some(<Fut::Output as HasPolicy>::Policy::handler())
            }

            #[allow(non_snake_case, reason = "values are named like their types")]
            fn call(
                self,
                ($($argument,)*): ($($argument,)*),
            ) -> impl Future<Output = Result<Response, Rejection>> + Send {
                async move { self($($argument,)*).await.into_inner().into_answer() }
            }
        }

        impl<$($argument: Send + 'static,)*> Arguments for ($($argument,)*) {
            #[allow(non_snake_case, reason = "values are named like their types")]
            fn call_with<F, H, M>(filter: F, handler: H) -> impl AnswerFilter
            where
                F: Filter<Extract = Self, Error = Rejection> + Clone + Send + Sync + 'static,
                H: CorsHandler<Self, M>,
                M: 'static,
            {
                filter.then(move |$($argument,)*| {
                    let handler = handler.clone();
                    async move { answer(handler.call(($($argument,)*)).await) }
                })
            }
        }
    };
}

each_arity!(arity);
