//! Other fairings beside ours: what they set, what they change, and when they are attached.

use cors::{
    CorsPolicy,
    rocket::{SkipPreflight, cors, fairing},
};
use rocket::{
    Build, Rocket, State, delete,
    fairing::{AdHoc, Fairing},
    get,
    http::{Header, Method, Status},
    post, put, routes,
};

use crate::support::{APP, CLOSED, EVIL, Runs, acrm, ask, bare, launch, opened};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"], on_refused = forbid)]
struct Strict;

#[cors(origins = ["https://app.example"])]
#[delete("/orders/<_id>")]
fn remove(runs: &State<Runs>, _id: u32) {
    runs.add();
}

#[cors(Strict)]
#[put("/strict")]
fn strict(runs: &State<Runs>) {
    runs.add();
}

#[get("/plain")]
fn plain(runs: &State<Runs>) {
    runs.add();
}

#[post("/plain")]
const fn send() {}

#[put("/plain")]
fn change(runs: &State<Runs>) {
    runs.add();
}

/// What programs have that do without a library.
fn by_hand() -> AdHoc {
    AdHoc::on_response("CORS by hand", |request, response| {
        Box::pin(async move {
            response.set_header(Header::new("Access-Control-Allow-Origin", "*"));
            response.set_header(Header::new("Access-Control-Allow-Methods", "GET, POST, DELETE"));
            response.set_header(Header::new("Access-Control-Allow-Headers", "*"));
            if request.method() == Method::Options {
                response.set_status(Status::Ok);
            }
        })
    })
}

/// Lets a client choose the method, as some programs do.
fn overriding() -> AdHoc {
    AdHoc::on_request("method override", |request, _| {
        Box::pin(async move {
            if let Some(method) = request.headers().get_one("x-method").and_then(|name| name.parse().ok()) {
                request.set_method(method);
            }
        })
    })
}

fn nothing() -> SkipPreflight<AdHoc> {
    SkipPreflight(AdHoc::on_request("nothing", |_, _| Box::pin(async {})))
}

/// Attaches it while the application ignites, as Rocket's stages do.
fn staged(fairing: impl Fairing) -> AdHoc {
    AdHoc::on_ignite("stage", |rocket| Box::pin(async move { rocket.attach(fairing) }))
}

fn routed() -> Rocket<Build> {
    bare().mount("/", routes![remove, strict, plain, send, change])
}

#[test]
fn what_others_set_on_preflights_is_replaced() {
    for app in [
        routed().attach(by_hand()).attach(fairing()),
        routed().attach(fairing()).attach(by_hand()),
        routed().attach(fairing()).attach(staged(by_hand())),
        routed().attach(staged(fairing())).attach(staged(by_hand())),
        routed().attach(by_hand()).attach(nothing()).attach(fairing()),
        routed().attach(fairing().policy::<Strict>()).attach(by_hand()),
    ] {
        let client = launch(app);
        let ask = |origin, method| ask(&client, "OPTIONS", "/orders/7", &[origin, acrm(method)]);
        assert_eq!(ask(APP, "DELETE"), opened("DELETE"));
        assert_eq!(ask(EVIL, "DELETE"), CLOSED);
        assert_eq!(ask(EVIL, "PATCH"), CLOSED);
        assert_eq!(Runs::of(&client), 0);
    }
}

#[test]
fn what_others_set_on_a_403_is_replaced() {
    let bare_403 = "403 vary=Origin, Sec-Fetch-Site";
    for app in [
        routed().attach(by_hand()).attach(fairing().policy::<Strict>()),
        routed().attach(fairing().policy::<Strict>()).attach(by_hand()),
    ] {
        let client = launch(app);
        for (method, path) in [("PUT", "/strict"), ("POST", "/plain"), ("GET", "/nowhere")] {
            assert_eq!(ask(&client, method, path, &[EVIL]), bare_403, "{method} {path}");
        }
        assert_eq!(Runs::of(&client), 0);
    }
}

#[test]
fn what_nobody_has_a_policy_for_is_left_to_others() {
    let client = launch(routed().attach(by_hand()).attach(fairing()));
    let asked = ask(&client, "OPTIONS", "/plain", &[EVIL, acrm("POST")]);
    assert_eq!(asked, "200 allow-headers=* allow-methods=GET, POST, DELETE allow-origin=*");
}

#[test]
fn a_policy_that_forbids_judges_what_other_fairings_made_of_a_request() {
    let forbid = || fairing().policy::<Strict>();
    for app in [
        routed().attach(overriding()).attach(forbid()),
        routed().attach(forbid()).attach(overriding()),
        routed().attach(forbid()).attach(staged(overriding())),
        routed().attach(staged(overriding())).attach(forbid()),
        routed().attach(forbid()).attach(nothing()).attach(staged(overriding())),
    ] {
        let client = launch(app);
        let sent = |origin| ask(&client, "POST", "/plain", &[origin, ("x-method", "PUT")]);
        assert_eq!(sent(EVIL), "403 vary=Origin, Sec-Fetch-Site");
        assert_eq!(Runs::of(&client), 0);
        assert_eq!(sent(APP), "200 allow-origin=https://app.example vary=Origin, Sec-Fetch-Site");
        assert_eq!(Runs::of(&client), 1);
    }
}

#[test]
fn a_preflight_that_went_around_stays_one_behind_a_stage() {
    let app = routed().attach(nothing()).attach(fairing()).attach(staged(overriding()));
    let client = launch(app);
    let asked = ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("DELETE"), ("x-method", "DELETE")]);
    assert_eq!(asked, opened("DELETE"));
    assert_eq!(Runs::of(&client), 0);
}

#[test]
fn a_copy_of_a_request_is_judged_by_itself() {
    let client = launch(routed().attach(nothing()).attach(fairing().policy::<Strict>()));
    let origin = |origin: &'static str| Header::new("origin", origin);
    let first = client.post("/plain");
    let mut second = first.clone();
    let first = first.header(origin("https://evil.example")).dispatch();
    assert_eq!(first.status(), Status::Forbidden);
    second.add_header(origin("https://app.example"));
    let second = second.dispatch();
    assert_eq!(second.status(), Status::Ok);
    assert_eq!(second.headers().get_one("access-control-allow-origin"), Some("https://app.example"));
}
