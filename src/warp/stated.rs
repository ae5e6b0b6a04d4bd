//! Handlers whose policy is stated at the route.

use std::{any, future::Future, panic::Location, sync::Arc};

use ::warp::{Rejection, reply::Response};
use cors_core::{CorsPolicy, HandlerInfo, PolicyRef};

use super::handler::{Answer, CorsHandler, TakesArguments, each_arity};

/// A handler without an attribute, and its policy.
#[derive(Debug, Clone)]
pub struct Stated<H> {
    handler: H,
    /// Each request clones the handlers of all routes.
    what: Arc<What>,
}

#[derive(Debug)]
struct What {
    policy: Option<PolicyRef>,
    info: HandlerInfo,
}

/// Gives any asynchronous function, a closure for instance, the policy `P`.
///
/// ```
/// use cors::{CorsPolicy, warp::{route, with}};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// let routes = route!(GET "time" => with::<Api, _>(|| async { "noon" }));
/// assert_eq!(routes.policies().iter().count(), 1);
/// ```
#[track_caller]
pub fn with<P: CorsPolicy, H>(handler: H) -> Stated<H> {
    with_policy(P::policy(), handler)
}

/// Gives any asynchronous function a policy that is made at run time.
///
/// ```
/// use cors::{Policy, warp::{route, with_policy}};
///
/// let policy = Policy::builder().name("Built").origins(["https://app.example.com"]).build()?;
/// let routes = route!(GET "time" => with_policy(policy, || async { "noon" }));
/// assert!(routes.policies().to_string().contains("Built"));
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[track_caller]
pub fn with_policy<H>(policy: impl Into<PolicyRef>, handler: H) -> Stated<H> {
    stated(handler, Some(policy.into()))
}

/// Says that any asynchronous function has no policy: no CORS header, and a preflight for it does not run it.
///
/// Under a policy for the whole application it takes the handler out, as `#[cors(off)]` does.
///
/// ```
/// use cors::warp::{route, without};
///
/// let routes = route!(GET "health" => without(|| async { "up" }));
/// assert!(routes.policies().to_string().contains("none (off)"));
/// ```
#[track_caller]
pub fn without<H>(handler: H) -> Stated<H> {
    stated(handler, None)
}

#[track_caller]
fn stated<H>(handler: H, policy: Option<PolicyRef>) -> Stated<H> {
    let place = Location::caller();
    let info = HandlerInfo::new(any::type_name::<H>(), place.file(), place.line());
    Stated { handler, what: Arc::new(What { policy, info }) }
}

macro_rules! arity {
    ($($argument:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<H, R, $($argument,)*> TakesArguments<($($argument,)*)> for Stated<H> where
            H: Fn($($argument,)*) -> R
        {
        }

        #[diagnostic::do_not_recommend]
        impl<H, Fut, M, $($argument,)*> CorsHandler<($($argument,)*), M> for Stated<H>
        where
            H: Fn($($argument,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future + Send,
            Fut::Output: Answer<M>,
            $($argument: Send,)*
        {
            fn policy(&self) -> Option<PolicyRef> {
                self.what.policy.clone()
            }

            fn info(&self) -> Option<HandlerInfo> {
                Some(self.what.info)
            }

            #[allow(non_snake_case, reason = "values are named like their types")]
            fn call(
                self,
                ($($argument,)*): ($($argument,)*),
            ) -> impl Future<Output = Result<Response, Rejection>> + Send {
                async move { (self.handler)($($argument,)*).await.into_answer() }
            }
        }
    };
}

each_arity!(arity);
