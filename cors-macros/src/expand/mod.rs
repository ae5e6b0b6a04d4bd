//! Tokens only: what has been checked is printed here, no rule is.

pub(crate) mod actix_web;
pub(crate) mod handler;
pub(crate) mod named;
pub(crate) mod poem;
pub(crate) mod policy;
pub(crate) mod rocket;
pub(crate) mod salvo;
