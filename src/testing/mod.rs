#![doc = include_str!("../../docs/testing.md")]

#[cfg(feature = "actix-web")]
mod actix_web;
#[cfg(feature = "poem")]
mod poem;
#[cfg(feature = "rocket")]
mod rocket;
#[cfg(feature = "salvo")]
mod salvo;

pub use cors_core::testing::{
    Blocked, Body, Browser, Credentials, Exchange, Fetch, Mode, Outcome, PreflightReason, Profile, Readable,
    Redirect, Seen, Step, ask, is_forbidden_request_header, is_safelisted_request_header, read_body,
};

#[cfg(feature = "actix-web")]
pub use self::actix_web::ask_actix_web;
#[cfg(feature = "poem")]
pub use self::poem::ask_poem;
#[cfg(feature = "rocket")]
pub use self::rocket::ask_rocket;
#[cfg(feature = "salvo")]
pub use self::salvo::ask_salvo;
