#![doc = include_str!("../README.md")]

mod handler;
#[cfg(any(feature = "axum", feature = "warp", feature = "tower"))]
mod marks;
#[cfg(any(feature = "axum", feature = "poem", feature = "warp", feature = "tower"))]
mod path;

#[cfg(feature = "actix-web")]
pub mod actix_web;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "poem")]
pub mod poem;
#[cfg(feature = "rocket")]
pub mod rocket;
#[cfg(feature = "salvo")]
pub mod salvo;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "warp")]
pub mod warp;

#[cfg(feature = "metrics")]
pub use cors_core::event::count_requests;
#[cfg(feature = "tracing")]
pub use cors_core::event::flush_refusals;
pub use cors_core::event::show_refusals;
pub use cors_core::{
    Check, CheckId, CheckOutcome, CorsPolicy, Decision, Explanation, Field, HandlerInfo, HandlerPolicy,
    Level, MethodPolicies, OriginSet, Place, Policies, Policy, PolicyBuilder, PolicyError, PolicyRef,
    PolicySource, PolicySpec, Reason, Refusal, RefusalEvent, RequestKind, RequestView, RoutePolicy, Rule,
    Violation, on_refusal, origins_from_list, rules, spec,
};
/// Makes a type a named policy, which handlers share by `#[cors(Api)]`.
///
/// The policy stands in `#[policy(..)]`, with the keys of [`macro@cors`]. `origins = runtime` leaves the origins to the
/// program, and adds `set_origins` to the type; until it is called every origin is refused.
///
/// ```
/// use cors::CorsPolicy;
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = runtime, dev_origins = ["http://localhost:*"], methods = [PUT], credentials)]
/// struct Api;
///
/// #[cors::cors(Api)]
/// async fn rename(name: String) -> String {
///     name
/// }
///
/// Api::set_origins(["https://app.example.com"])?;
/// assert!(Api::policy().allows_credentials());
/// # Ok::<(), cors::PolicyError>(())
/// ```
pub use cors_macros::CorsPolicy;
/// Gives a handler that is a plain function a CORS policy, checked when compiled.
///
/// It is the topmost attribute of the function, except for attributes that emit items beside it, such as
/// `utoipa::path`. The function stays a function: its return type `R` becomes [`Cors<_, R>`](Cors), and registration
/// reads the policy from there. A test calls it as it is and takes the answer out with [`Cors::into_inner`].
///
/// | key | value | left out |
/// |---|---|---|
/// | `origins` | list of `"https://a.example"`, `"https://*.a.example"`, `"http://localhost:*"`; `any` | nobody |
/// | `dev_origins` | list of origins of this computer, allowed where `debug_assertions` are on | none |
/// | `methods` | list of `PUT` or `"PURGE"`; `any` | those of the route |
/// | `headers` | list of request header names; `any`, which does not cover `authorization`; `[any, "authorization"]` | none |
/// | `expose_headers` | list of response header names; `any` | the safelisted ones |
/// | `credentials` | alone, `= true` or `= false` | no credentials |
/// | `max_age` | whole seconds, or `"30s"`, `"10m"`, `"2h"`, `"1d"`; `0` turns the browser's cache off | browsers keep 5 seconds |
/// | `preflight_status` | 200 to 299 | 204 |
/// | `on_refused` | `pass`: the handler runs and the browser hides the answer; `forbid`: 403 before it | `pass` |
/// | `public_origin` | the API's own origin, for same-origin requests under `forbid` | |
/// | `danger` | `danger(rule_id = "why this is safe here")` opts out of a denied rule | |
/// | `silence` | `silence(rule_id)` silences a warning | |
/// | `crate` | absolute path to this library, for generated code | `::cors` |
///
/// `#[cors(Api)]` takes the policy of a type, `#[cors(off)]` takes none. All mistakes of an attribute are
/// reported at once, each at its own literal, with the rule's id in brackets.
///
/// ```
/// use cors::cors;
///
/// #[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials, max_age = "10m")]
/// async fn create_order(body: String) -> String {
///     body
/// }
///
/// let policy = cors::policy_of(&create_order).map(ToString::to_string);
/// assert_eq!(
///     policy.as_deref(),
///     Some("origins=[https://app.example.com] headers=[content-type] credentials max_age=600"),
/// );
/// ```
///
/// ```compile_fail
/// #[cors::cors(origins = any, credentials)] // [cors::wildcard-with-credentials]
/// async fn create_order() {}
/// ```
pub use cors_macros::cors;
/// A policy as an expression of type `&'static Policy`, with the keys of [`macro@cors`], checked when compiled.
///
/// ```
/// let policy: &'static cors::Policy = cors::policy! { origins = any, max_age = 600 };
/// assert_eq!(policy.max_age(), Some("600"));
/// ```
pub use cors_macros::policy;

pub use crate::handler::{Annotated, Cors, HasPolicy, handler_of, policy_of};

// What generated code names.
#[doc(hidden)]
pub use cors_core::__private;
