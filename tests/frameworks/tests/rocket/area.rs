//! A policy for the whole application.

use std::sync::Arc;

use cors::{
    CorsPolicy, Policy,
    rocket::{cors, fairing, with, without},
};
use rocket::{State, delete, get, post, routes};

use crate::support::{APP, CLOSED, EVIL, OTHER, Other, Runs, acrm, app, ask, bare, launch, opened};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"], on_refused = forbid)]
struct Strict;

#[cors(origins = ["https://app.example"])]
#[get("/own")]
const fn own() -> &'static str {
    "own"
}

#[cors(off)]
#[get("/off")]
const fn off() -> &'static str {
    "off"
}

#[get("/plain")]
fn plain(runs: &State<Runs>) -> &'static str {
    runs.add();
    "plain"
}

#[post("/plain")]
fn send(runs: &State<Runs>) {
    runs.add();
}

#[cors(Other)]
#[delete("/plain")]
const fn remove() {}

const OF_OTHER: &str = " allow-origin=https://other.example expose-headers=x-other vary=Origin";

#[test]
fn it_covers_what_has_no_policy_of_its_own() {
    let app = bare().mount("/", routes![own, off, plain]).attach(fairing().policy::<Other>());
    let client = launch(app);
    assert_eq!(ask(&client, "GET", "/plain", &[OTHER]), format!("200{OF_OTHER}"));
    assert_eq!(ask(&client, "GET", "/nowhere", &[OTHER]), format!("404{OF_OTHER}"));
    assert_eq!(ask(&client, "GET", "/nowhere", &[EVIL]), "404 vary=Origin");
    assert_eq!(ask(&client, "OPTIONS", "/nowhere", &[OTHER]), format!("404{OF_OTHER}"));
    assert_eq!(ask(&client, "GET", "/own", &[OTHER]), "200 vary=Origin");
    assert_eq!(ask(&client, "GET", "/own", &[APP]), "200 allow-origin=https://app.example vary=Origin");
    assert_eq!(ask(&client, "GET", "/off", &[OTHER]), "200");
    assert_eq!(ask(&client, "OPTIONS", "/own", &[APP, acrm("GET")]), opened("GET"));
    assert_eq!(ask(&client, "OPTIONS", "/off", &[OTHER, acrm("GET")]), CLOSED);
    let of_other = |methods| opened(methods).replace("https://app.example", "https://other.example");
    assert_eq!(ask(&client, "OPTIONS", "/nowhere", &[OTHER, acrm("PUT")]), of_other("GET,PUT"));
    assert_eq!(ask(&client, "OPTIONS", "/own", &[OTHER, acrm("PUT")]), of_other("PUT"));
    assert_eq!(ask(&client, "OPTIONS", "/off", &[OTHER, acrm("PUT")]), of_other("PUT"));
    assert_eq!(Runs::of(&client), 1);
}

#[test]
fn a_policy_that_is_made_at_run_time() {
    let policy = Arc::new(Policy::builder().any_origin().build().unwrap());
    let client = launch(bare().mount("/", routes![own]).attach(fairing().policy_of(policy)));
    assert_eq!(ask(&client, "GET", "/nowhere", &[EVIL]), "404 allow-origin=*");
    assert_eq!(ask(&client, "GET", "/own", &[EVIL]), "200 vary=Origin");
}

#[test]
fn a_policy_that_forbids_keeps_requests_from_others_routes() {
    let app = bare().mount("/", routes![plain, send, remove, off]).attach(fairing().policy::<Strict>());
    let client = launch(app);
    let vary = "vary=Origin, Sec-Fetch-Site";
    assert_eq!(ask(&client, "POST", "/plain", &[EVIL]), format!("403 {vary}"));
    assert_eq!(ask(&client, "GET", "/plain", &[EVIL]), format!("403 {vary}"));
    assert_eq!(ask(&client, "GET", "/plain", &[EVIL, acrm("GET")]), format!("403 {vary}"));
    assert_eq!(ask(&client, "OPTIONS", "/plain", &[EVIL]), format!("403 {vary}"));
    assert_eq!(ask(&client, "GET", "/nowhere", &[EVIL]), format!("403 {vary}"));
    assert_eq!(Runs::of(&client), 0);
    assert_eq!(ask(&client, "OPTIONS", "/plain", &[EVIL, acrm("GET")]), CLOSED);
    // Its own policies are replaced whole.
    assert_eq!(ask(&client, "DELETE", "/plain", &[EVIL]), "200 vary=Origin");
    assert_eq!(ask(&client, "GET", "/off", &[EVIL]), "200");
    let allowed = format!("200 allow-origin=https://app.example {vary}");
    assert_eq!(ask(&client, "POST", "/plain", &[APP]), allowed);
    assert_eq!(ask(&client, "POST", "/plain", &[]), format!("200 {vary}"));
    assert_eq!(
        ask(&client, "POST", "/plain", &[EVIL, ("Sec-Fetch-Site", "same-origin")]),
        format!("200 {vary}")
    );
    assert_eq!(Runs::of(&client), 3);
}

#[cors(origins = ["https://app.example"])]
#[post("/formats", format = "json")]
const fn json() {}

#[post("/formats", rank = 2)]
fn others(runs: &State<Runs>) {
    runs.add();
}

#[test]
fn a_policy_that_forbids_looks_at_the_route_that_the_router_will_choose() {
    let app = bare().mount("/", routes![json, others]).attach(fairing().policy::<Strict>());
    let client = launch(app);
    let of = |format| ask(&client, "POST", "/formats", &[EVIL, ("Content-Type", format)]);
    assert_eq!(of("application/json"), "200 vary=Origin");
    assert_eq!(of("application/xml"), "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(ask(&client, "POST", "/formats", &[EVIL]), "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(Runs::of(&client), 0);
}

#[test]
fn a_policy_of_any_method_names_the_one_that_is_asked_for() {
    let policy = Policy::builder().origins(["https://app.example"]).methods(["*"]).build().unwrap();
    let client = launch(bare().mount("/", routes![remove, off]).attach(fairing().policy_of(policy)));
    assert_eq!(ask(&client, "OPTIONS", "/plain", &[APP, acrm("PUT")]), opened("PUT"));
    assert_eq!(ask(&client, "OPTIONS", "/plain", &[APP, acrm("DELETE")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/off", &[APP, acrm("PURGE")]), opened("PURGE"));
}

#[test]
fn statements_leave_a_routes_own_policy() {
    let client = app([with::<Other>(routes![own, plain]), without(routes![off, remove])].concat());
    assert_eq!(ask(&client, "GET", "/own", &[APP]), "200 allow-origin=https://app.example vary=Origin");
    assert_eq!(ask(&client, "GET", "/plain", &[OTHER]), format!("200{OF_OTHER}"));
    assert_eq!(ask(&client, "DELETE", "/plain", &[OTHER]), format!("200{OF_OTHER}"));
    assert_eq!(ask(&client, "GET", "/off", &[OTHER]), "200");
}
