//! Named policies: one place for both APIs.

use cors::CorsPolicy;

/// For handlers that act with the user's session.
#[derive(CorsPolicy)]
#[policy(origins = ["http://localhost:*"], credentials)]
pub(crate) struct Staff;

/// Its origins come from the configuration, when the program starts.
#[derive(CorsPolicy)]
#[policy(origins = runtime)]
pub(crate) struct Configured;
