//! The rulebook and the run-time decisions of the `cors` crate.
//!
//! | module | what it holds | feature |
//! |---|---|---|
//! | [`origin`], [`pattern`] | the serialised origin and the pattern language | |
//! | [`spec`], [`rules`], [`error`] | what an author wrote, the rules it must pass, the findings | |
//! | `policy`, `decision`, `request` | a checked policy and what it answers | `runtime` |
//! | `http1` | the same on the types of `http` 1.x | `http` |
//! | `testing` | a browser as a value, for tests | `testing` |
//!
//! Nothing here knows a web framework. Users depend on the `cors` crate, which re-exports what they need.

pub mod error;
pub mod header_name;
mod host;
mod idna;
mod ip;
pub mod max_age;
pub mod method;
pub mod origin;
pub mod pattern;
pub mod plan;
mod punycode;
pub mod rules;
pub mod spec;
mod suffix;
pub mod table;
mod token;

#[cfg(feature = "runtime")]
pub mod builder;
#[cfg(feature = "runtime")]
pub mod decision;
#[cfg(feature = "runtime")]
pub mod endpoint;
#[cfg(feature = "runtime")]
pub mod event;
#[cfg(feature = "runtime")]
pub mod explain;
#[cfg(feature = "runtime")]
pub mod field_list;
#[cfg(feature = "http")]
pub mod http1;
#[cfg(feature = "runtime")]
pub mod method_policies;
#[cfg(feature = "runtime")]
mod near_miss;
#[cfg(feature = "runtime")]
pub mod origin_set;
#[cfg(feature = "runtime")]
pub mod policies;
#[cfg(feature = "runtime")]
pub mod policy;
#[cfg(feature = "runtime")]
pub mod refusal;
#[cfg(feature = "runtime")]
pub mod request;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "runtime")]
mod text;
#[cfg(feature = "runtime")]
pub mod vary;

#[cfg(feature = "runtime")]
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "runtime")]
pub use crate::{
    builder::{PolicyBuilder, origins_from_list},
    decision::Decision,
    event::{RefusalEvent, on_refusal},
    explain::{Check, CheckId, CheckOutcome, Explanation},
    method_policies::MethodPolicies,
    origin_set::OriginSet,
    policies::{Policies, PolicySource, RoutePolicy},
    policy::{CorsPolicy, HandlerInfo, HandlerPolicy, Policy, PolicyRef},
    refusal::{Reason, Refusal},
    request::{RequestKind, RequestView},
};
pub use crate::{
    error::{Field, Place, PolicyError, Violation},
    rules::{Level, Rule},
    spec::PolicySpec,
};
