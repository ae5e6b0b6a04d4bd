//! The adapter for actix-web.
