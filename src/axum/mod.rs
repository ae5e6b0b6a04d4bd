//! The adapter for axum.
