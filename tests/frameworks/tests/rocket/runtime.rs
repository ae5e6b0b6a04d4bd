//! Policies and origins that a program makes.

use std::sync::Arc;

use cors::{
    CorsPolicy, Policy,
    rocket::{cors, with_policy},
};
use rocket::{get, put, routes};

use crate::support::{APP, CLOSED, OTHER, acrm, app, ask, opened};

#[derive(CorsPolicy)]
#[policy(origins = runtime)]
struct Tenants;

#[cors(Tenants)]
#[get("/tenants")]
const fn tenants() -> &'static str {
    "tenants"
}

#[get("/plain")]
const fn plain() -> &'static str {
    "plain"
}

#[put("/plain")]
const fn change() -> &'static str {
    "plain"
}

#[test]
fn origins_are_replaced_while_it_runs() {
    let client = app(routes![tenants]);
    let readable = "200 allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&client, "GET", "/tenants", &[APP]), "200 vary=Origin");
    Tenants::set_origins(["https://app.example"]).unwrap();
    assert_eq!(ask(&client, "GET", "/tenants", &[APP]), readable);
    assert_eq!(ask(&client, "OPTIONS", "/tenants", &[APP, acrm("GET")]), opened("GET"));
    Tenants::set_origins(["https://other.example"]).unwrap();
    assert_eq!(ask(&client, "GET", "/tenants", &[APP]), "200 vary=Origin");
    assert_eq!(ask(&client, "GET", "/tenants", &[OTHER]), readable.replace("app", "other"));
}

#[test]
fn one_policy_for_two_routes() {
    let policy = Arc::new(Policy::builder().origins(["https://app.example"]).build().unwrap());
    let client =
        app([with_policy(policy.clone(), routes![plain]), with_policy(policy, routes![change])].concat());
    assert_eq!(ask(&client, "OPTIONS", "/plain", &[APP, acrm("GET")]), opened("GET,PUT"));
    assert_eq!(ask(&client, "OPTIONS", "/plain", &[OTHER, acrm("GET")]), CLOSED);
}
