//! Authentication in a request fairing.

use cors::{
    CorsPolicy,
    rocket::{SkipPreflight, cors, fairing},
};
use rocket::{
    Build, Data, Request, Response, Rocket, Route, State, delete,
    fairing::{AdHoc, Fairing, Info, Kind},
    get,
    http::{Method, Status},
    options, post, routes, uri,
};

use crate::support::{APP, AUTH, EVIL, OTHER, Other, Runs, acrm, ask, bare, launch, opened};

#[cors(origins = ["https://app.example"])]
#[get("/orders")]
fn list(runs: &State<Runs>) -> &'static str {
    runs.add();
    "orders"
}

#[get("/secret")]
fn secret(runs: &State<Runs>) -> &'static str {
    runs.add();
    "secret"
}

#[options("/secret")]
fn secret_options(runs: &State<Runs>) -> &'static str {
    runs.add();
    "secret"
}

#[get("/unauthorized")]
const fn unauthorized() -> Status {
    Status::Unauthorized
}

struct Auth;

#[rocket::async_trait]
impl Fairing for Auth {
    fn info(&self) -> Info {
        Info { name: "auth", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        if !request.headers().contains("authorization") {
            request.set_method(Method::Get);
            request.set_uri(uri!("/unauthorized"));
        }
    }
}

/// Lets a client choose the method and the path by headers, as badly written programs do.
fn overriding() -> AdHoc {
    AdHoc::on_request("override", |request, _| {
        Box::pin(async move {
            if let Some(method) = request.headers().get_one("x-method").and_then(|name| name.parse().ok()) {
                request.set_method(method);
            }
            if request.headers().contains("x-secret") {
                request.set_uri(uri!("/secret"));
            }
        })
    })
}

fn routes() -> Rocket<Build> {
    bare().mount("/", routes![list, secret, secret_options, unauthorized])
}

#[test]
fn without_it_authentication_stops_preflights() {
    let client = launch(routes().attach(Auth).attach(fairing()));
    assert_eq!(ask(&client, "OPTIONS", "/orders", &[APP, acrm("GET")]), "401");
}

#[test]
fn preflights_go_around_and_nothing_else_does() {
    let client = launch(routes().attach(SkipPreflight(Auth)).attach(fairing()));
    assert_eq!(ask(&client, "OPTIONS", "/orders", &[APP, acrm("GET")]), opened("GET"));
    let readable = "allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&client, "GET", "/orders", &[APP]), format!("401 {readable}"));
    assert_eq!(ask(&client, "HEAD", "/orders", &[APP]), format!("401 {readable}"));
    assert_eq!(ask(&client, "GET", "/secret", &[APP]), "401");
    assert_eq!(ask(&client, "OPTIONS", "/secret", &[APP, acrm("GET")]), "401");
    assert_eq!(ask(&client, "OPTIONS", "/secret", &[APP]), "401");
    assert_eq!(Runs::of(&client), 0);
    assert_eq!(ask(&client, "GET", "/orders", &[APP, AUTH]), format!("200 {readable}"));
    assert_eq!(Runs::of(&client), 1);
}

#[test]
fn preflights_go_around_what_is_done_to_responses_too() {
    let response = || {
        AdHoc::on_response("refuse", |_, response| Box::pin(async { response.set_status(Status::Forbidden) }))
    };
    let client = launch(routes().attach(fairing()).attach(SkipPreflight(response())));
    assert_eq!(ask(&client, "OPTIONS", "/orders", &[APP, acrm("GET")]), opened("GET"));
    assert!(ask(&client, "GET", "/orders", &[APP]).starts_with("403"));
    let client = launch(routes().attach(fairing()).attach(SkipPreflight(Both)));
    assert_eq!(ask(&client, "OPTIONS", "/orders", &[APP, acrm("GET")]), opened("GET"));
    assert!(ask(&client, "GET", "/orders", &[APP]).starts_with("403"));
}

/// Does something to requests and to responses.
struct Both;

#[rocket::async_trait]
impl Fairing for Both {
    fn info(&self) -> Info {
        Info { name: "both", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        Auth.on_request(request, data).await;
    }

    async fn on_response<'r>(&self, _request: &'r Request<'_>, response: &mut Response<'r>) {
        response.set_status(Status::Forbidden);
    }
}

#[test]
fn what_went_around_is_answered_as_a_preflight_whatever_becomes_of_it() {
    for app in [
        routes().attach(SkipPreflight(Auth)).attach(overriding()).attach(fairing()),
        routes().attach(fairing()).attach(SkipPreflight(Auth)).attach(overriding()),
    ] {
        let client = launch(app);
        for lines in
            [&[("x-method", "GET")][..], &[("x-secret", "1")], &[("x-method", "GET"), ("x-secret", "1")]]
        {
            let lines = [&[APP, acrm("GET")], lines].concat();
            let answer = ask(&client, "OPTIONS", "/orders", &lines);
            assert!(answer.starts_with("204 "), "{lines:?}: {answer}");
            assert_eq!(Runs::of(&client), 0, "{lines:?}");
        }
        assert_eq!(ask(&client, "OPTIONS", "/orders", &[APP, acrm("GET")]), opened("GET"));
    }
}

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"], on_refused = forbid)]
struct Strict;

#[cors(origins = any)]
#[post("/things")]
const fn open() {}

#[cors(Other)]
#[delete("/things")]
const fn remove() {}

#[cors(origins = ["https://other.example"], on_refused = forbid)]
#[get("/things")]
fn strict(runs: &State<Runs>) {
    runs.add();
}

#[test]
fn what_has_a_policy_of_its_own_answers_by_it() {
    let app = bare().mount("/", routes![open, remove, strict, unauthorized]);
    let client = launch(app.attach(SkipPreflight(overriding())).attach(fairing()));
    assert_eq!(ask(&client, "POST", "/things", &[EVIL]), "200 allow-origin=*");
    let sent =
        |method, lines: &[_]| ask(&client, "POST", "/things", &[lines, &[("x-method", method)]].concat());
    assert_eq!(sent("DELETE", &[EVIL]), "200 vary=Origin");
    let of_other = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(sent("DELETE", &[OTHER]), of_other);
    assert_eq!(sent("GET", &[EVIL]), "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(Runs::of(&client), 0);
    // Nobody answers: what it was meant for does.
    assert_eq!(sent("PUT", &[EVIL]), "404 allow-origin=*");
}

#[cors(off)]
#[get("/unauthorized")]
const fn unauthorized_off() -> Status {
    Status::Unauthorized
}

#[test]
fn under_a_policy_that_forbids_the_route_that_answers_401_says_that_it_has_none() {
    let asked = |unauthorized: Vec<Route>| {
        let app = bare().mount("/", routes![list]).mount("/", unauthorized);
        let app = app.attach(SkipPreflight(Auth)).attach(fairing().policy::<Strict>());
        ask(&launch(app), "GET", "/orders", &[APP])
    };
    assert_eq!(asked(routes![unauthorized]), "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(asked(routes![unauthorized_off]), "401 allow-origin=https://app.example vary=Origin");
}
