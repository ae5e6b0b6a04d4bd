//! What becomes of a request that one route passes on to another.

use cors::{
    CorsPolicy,
    rocket::{cors, fairing},
};
use rocket::{Route, State, delete, get, head, local::blocking::Client, options, post, routes};

use crate::support::{APP, Api, CLOSED, EVIL, OTHER, Other, Runs, acrm, app, ask, bare, launch};

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"], on_refused = forbid)]
struct Strict;

const FRONT: (&str, &str) = ("Origin", "https://front.example");

/// Each of these passes on what is no number.
mod first {
    use super::{Api, Other, cors, delete, get, head, post};

    #[cors(origins = ["https://other.example"])]
    #[post("/own/<_id>")]
    pub(super) fn own_post(_id: u32) {}

    #[cors(origins = ["https://other.example"])]
    #[get("/own/<_id>")]
    pub(super) fn own_get(_id: u32) {}

    #[cors(origins = ["https://other.example"])]
    #[head("/head/<_id>")]
    pub(super) fn own_head(_id: u32) {}

    #[cors(off)]
    #[post("/off/<_id>")]
    pub(super) fn off_post(_id: u32) {}

    #[cors(off)]
    #[get("/off/<_id>")]
    pub(super) fn off_get(_id: u32) {}

    #[delete("/plain/<_id>")]
    pub(super) fn plain_delete(_id: u32) {}

    #[get("/plain/<_id>")]
    pub(super) fn plain_get(_id: u32) {}

    #[cors(Api)]
    #[delete("/three/<_id>")]
    pub(super) fn own_delete(_id: u32) {}

    #[delete("/three/<_id>", rank = 2)]
    pub(super) fn plain_second(_id: u32) {}

    #[delete("/other/<_id>")]
    pub(super) fn before_other(_id: u32) {}

    #[cors(Other)]
    #[delete("/same/<_id>")]
    pub(super) fn other_first(_id: u32) {}
}

/// These take what is passed on.
mod last {
    use super::{Other, Runs, State, cors, delete, get, post};

    #[post("/<_>/<_name>", rank = 20)]
    pub(super) fn plain_post(runs: &State<Runs>, _name: &str) {
        runs.add();
    }

    #[get("/<_>/<_name>", rank = 20)]
    pub(super) fn plain_get(runs: &State<Runs>, _name: &str) {
        runs.add();
    }

    #[cors(off)]
    #[delete("/<_>/<_name>", rank = 20)]
    pub(super) fn off_delete(runs: &State<Runs>, _name: &str) {
        runs.add();
    }

    #[cors(off)]
    #[get("/<_>/<_name>", rank = 20)]
    pub(super) fn off_get(runs: &State<Runs>, _name: &str) {
        runs.add();
    }

    #[cors(Other)]
    #[delete("/<_>/<_name>", rank = 20)]
    pub(super) fn other_delete(runs: &State<Runs>, _name: &str) {
        runs.add();
    }
}

fn forbidding(routes: Vec<Route>) -> Client {
    launch(bare().mount("/", routes).attach(fairing().policy::<Strict>()))
}

#[test]
fn what_a_handler_passes_on_is_forbidden_by_the_application() {
    let client = forbidding(routes![
        first::own_post,
        first::own_get,
        first::own_head,
        first::off_post,
        first::off_get,
        last::plain_post,
        last::plain_get
    ]);
    let forbidden = "403 vary=Origin, Sec-Fetch-Site";
    let sent = [
        ("POST", "/own/seven"),
        ("GET", "/own/seven"),
        ("HEAD", "/own/seven"),
        ("HEAD", "/head/seven"),
        ("POST", "/off/seven"),
        ("GET", "/off/seven"),
    ];
    for (method, path) in sent {
        assert_eq!(ask(&client, method, path, &[EVIL]), forbidden, "{method} {path}");
    }
    // Its own policy lets this origin in, the application's does not.
    assert_eq!(ask(&client, "GET", "/own/seven", &[OTHER]), forbidden);
    assert_eq!(
        ask(&client, "POST", "/own/seven", &[OTHER]),
        "422 allow-origin=https://other.example vary=Origin"
    );
    assert_eq!(Runs::of(&client), 0);
    // What the route itself takes is not the application's to judge.
    assert_eq!(ask(&client, "POST", "/own/7", &[EVIL]), "200 vary=Origin");
    assert_eq!(ask(&client, "HEAD", "/head/7", &[EVIL]), "200 vary=Origin");
    assert_eq!(ask(&client, "GET", "/off/7", &[EVIL]), "200");
    for (ran, (method, path)) in sent.into_iter().enumerate() {
        let readable = "200 allow-origin=https://front.example vary=Origin, Sec-Fetch-Site";
        assert_eq!(ask(&client, method, path, &[FRONT]), readable, "{method} {path}");
        assert_eq!(ask(&client, method, path, &[]), "200 vary=Origin, Sec-Fetch-Site", "{method} {path}");
        let same_origin = ask(&client, method, path, &[EVIL, ("Sec-Fetch-Site", "same-origin")]);
        assert_eq!(same_origin, "200 vary=Origin, Sec-Fetch-Site", "{method} {path}");
        assert_eq!(Runs::of(&client), (ran + 1) * 3, "{method} {path}");
    }
}

#[test]
fn what_the_application_lets_in_does_not_get_to_a_handler_that_does_not() {
    let launch = |routes: Vec<Route>| launch(bare().mount("/", routes).attach(fairing().policy::<Api>()));
    let client = launch(routes![first::plain_delete, first::plain_get, last::off_delete, last::off_get]);
    let preflight = ask(&client, "OPTIONS", "/plain/seven", &[APP, acrm("DELETE")]);
    assert!(preflight.contains("allow-methods=GET,PUT,DELETE "), "{preflight}");
    assert_eq!(ask(&client, "DELETE", "/plain/seven", &[APP]), "403");
    assert_eq!(Runs::of(&client), 0);
    // What no preflight has let in, and what needs none.
    assert_eq!(ask(&client, "DELETE", "/plain/seven", &[EVIL]), "200");
    assert_eq!(ask(&client, "DELETE", "/plain/seven", &[]), "200");
    assert_eq!(ask(&client, "DELETE", "/plain/seven", &[APP, ("Sec-Fetch-Site", "same-origin")]), "200");
    assert_eq!(ask(&client, "GET", "/plain/seven", &[APP]), "200");
    assert_eq!(ask(&client, "DELETE", "/elsewhere/seven", &[APP]), "200");
    assert_eq!(Runs::of(&client), 5);

    let client = launch(routes![first::before_other, last::other_delete]);
    assert_eq!(ask(&client, "DELETE", "/other/seven", &[APP]), "403 vary=Origin");
    assert_eq!(Runs::of(&client), 0);
    assert_eq!(
        ask(&client, "DELETE", "/other/seven", &[OTHER]),
        "200 allow-origin=https://other.example expose-headers=x-other vary=Origin"
    );
    assert_eq!(Runs::of(&client), 1);
}

#[test]
fn nor_through_a_route_in_the_middle() {
    let routes = routes![first::own_delete, first::plain_second, last::off_delete];
    let client = launch(bare().mount("/", routes).attach(fairing().policy::<Api>()));
    assert_eq!(ask(&client, "DELETE", "/three/seven", &[APP]), "403");
    assert_eq!(Runs::of(&client), 0);
    assert_eq!(ask(&client, "DELETE", "/three/seven", &[EVIL]), "200");
    assert_eq!(Runs::of(&client), 1);
}

#[test]
fn a_route_of_the_same_policy_takes_it() {
    let client = app(routes![first::other_first, last::other_delete]);
    let readable = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&client, "DELETE", "/same/seven", &[OTHER]), readable);
    assert_eq!(Runs::of(&client), 1);
}

#[options("/<_..>")]
fn foreign_options(runs: &State<Runs>) {
    runs.add();
}

#[cors(Other)]
#[get("/<_>/<_name>", rank = 20)]
fn hidden(_name: &str) {}

#[test]
fn a_preflight_runs_nothing_where_a_policy_is_behind_a_route_without_one() {
    let client = app(routes![first::plain_get, hidden, foreign_options]);
    assert_eq!(ask(&client, "OPTIONS", "/plain/seven", &[OTHER, acrm("GET")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/plain/seven", &[OTHER, acrm("PUT")]), CLOSED);
    assert_eq!(Runs::of(&client), 0);
}
