//! The adapter for [axum](::axum) 0.8.

mod ask;
mod future;
mod guard;
mod handler;
mod layer;
mod marks;
mod options;
mod path;
mod route;
mod router;
mod skip_preflight;
mod stated;
mod table;

pub use self::{
    future::Answering,
    handler::{CorsHandler, TakesArguments},
    route::{CorsRoute, any, connect, delete, get, head, on, options, patch, post, put, trace},
    router::Router,
    skip_preflight::{SkipPreflight, SkipPreflightService},
    stated::{
        ServiceArguments, ServiceHandler, Stated, StatedArguments, with, with_policy, with_service, without,
        without_service,
    },
};
