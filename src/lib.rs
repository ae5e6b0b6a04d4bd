//! CORS policies on route handlers.

mod handler;

#[cfg(feature = "actix-web")]
pub mod actix_web;
#[cfg(feature = "axum")]
pub mod axum;

pub use cors_core::{
    CorsPolicy, Decision, Field, HandlerInfo, HandlerPolicy, Level, MethodPolicies, OriginSet, Place, Policy,
    PolicyBuilder, PolicyError, PolicyRef, PolicySpec, Refusal, RefusalEvent, RequestKind, RequestView, Rule,
    Violation, on_refusal, origins_from_list,
};
pub use cors_macros::{CorsPolicy, cors, policy};

pub use crate::handler::{Annotated, Cors, HasPolicy, handler_of, policy_of};

// What generated code names.
#[doc(hidden)]
pub use cors_core::__private;
