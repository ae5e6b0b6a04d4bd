//! The macros as functions of tokens: what they expand to, and that they always do.

mod actix_web;
mod combinations;
mod messages;
mod mutations;
mod poem;
mod rocket;
mod salvo;
mod snapshots;
mod syntax;
