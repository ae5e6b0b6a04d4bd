//! CORS policies on route handlers.
