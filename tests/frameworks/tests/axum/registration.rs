//! Mistakes that axum refuses when the program starts.

use std::panic;

use axum::Router;
use cors::axum::{any, get, post};

use crate::support::{create, list};

fn refusal(build: impl FnOnce() -> Router + panic::UnwindSafe) -> String {
    let payload = panic::catch_unwind(build).expect_err("the router is refused");
    payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| Some((*payload.downcast_ref::<&str>()?).to_owned()))
        .unwrap()
}

#[test]
fn refusals() {
    assert_eq!(
        refusal(|| Router::new().route("/", get(list).cors()).route("/", post(create).cors())),
        "Overlapping method route. Handler for `OPTIONS /` already exists"
    );
    assert_eq!(
        refusal(|| Router::new().route("/", get(list).get(list).cors())),
        "Overlapping method route. Cannot add two method routes that both handle `GET`"
    );
    assert_eq!(
        refusal(|| Router::new().route("/", get(list).options(list).options(create).cors())),
        "Overlapping method route. Cannot add two method routes that both handle `OPTIONS`"
    );
    assert_eq!(
        refusal(|| Router::new().route("/", any(list).any(create).cors())),
        "Cannot merge two `MethodRouter`s that both have a fallback"
    );
    assert_eq!(
        refusal(|| cors::axum::Router::new().route("/", get(list)).route("/", get(create)).finish()),
        "Overlapping method route. Handler for `GET /` already exists"
    );
}
