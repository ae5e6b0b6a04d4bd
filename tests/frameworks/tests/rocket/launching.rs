//! Forgetting the fairing is a refusal to start.

use cors::rocket::{cors, fairing, with, without};
use rocket::{Build, Rocket, delete, fs::FileServer, get, local::blocking::Client, routes};

use crate::support::{APP, Api, acrm, ask, bare, launch, opened};

#[cors(origins = ["https://app.example"])]
#[get("/orders")]
const fn list() -> &'static str {
    "orders"
}

#[cors(off)]
#[get("/off")]
const fn off() -> &'static str {
    "off"
}

#[get("/plain")]
const fn plain() -> &'static str {
    "plain"
}

#[delete("/plain")]
const fn plain_delete() -> &'static str {
    "plain"
}

fn refusal(app: Rocket<Build>) -> Option<String> {
    Client::untracked(app).err().map(|error| format!("{:?}", error.kind()))
}

#[test]
fn an_application_without_the_fairing_does_not_launch() {
    let refused =
        |routes| refusal(bare().mount("/", routes)).is_some_and(|why| why.contains("SentinelAborts"));
    assert!(refused(routes![list]));
    assert!(refused(routes![off]));
    assert!(refused(with::<Api>(routes![plain])));
    assert!(refused(without(routes![plain])));
    assert!(!refused(routes![plain]));
}

#[test]
fn the_refusal_names_what_is_missing() {
    let error = Client::untracked(bare().mount("/", routes![list])).unwrap_err();
    let text = format!("{:?}", error.kind());
    assert!(text.contains("AttachCorsRocketFairing"), "{text}");
    assert!(text.contains("launching.rs"), "{text}");
}

#[test]
fn the_order_of_attaching_and_mounting_does_not_matter() {
    for app in [
        bare().attach(fairing()).mount("/", routes![list]),
        bare().mount("/", routes![list]).attach(fairing()),
    ] {
        assert_eq!(ask(&launch(app), "OPTIONS", "/orders", &[APP, acrm("GET")]), opened("GET"));
    }
}

#[test]
fn attaching_twice_is_attaching_the_last_one() {
    let app = bare().mount("/", routes![plain]).attach(fairing()).attach(fairing().policy::<Api>());
    assert_eq!(
        ask(&launch(app), "GET", "/plain", &[APP]),
        "200 allow-origin=https://app.example vary=Origin"
    );
}

#[test]
fn a_file_server_takes_a_policy() {
    let files = || FileServer::from(env!("CARGO_MANIFEST_DIR"));
    let client = launch(bare().mount("/files", with::<Api>(files())).attach(fairing()));
    let readable = "allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&client, "GET", "/files/Cargo.toml", &[APP]), format!("200 {readable}"));
    assert_eq!(ask(&client, "GET", "/files/nothing", &[APP]), format!("404 {readable}"));
    assert!(ask(&client, "OPTIONS", "/files/a/b", &[APP, acrm("GET")]).starts_with("204 allow-headers"));
    let refused = refusal(bare().mount("/files", with::<Api>(files())));
    assert!(refused.is_some_and(|why| why.contains("SentinelAborts")));
}

#[test]
fn statements_do_not_collide() {
    let app = bare()
        .mount("/", with::<Api>(routes![plain]))
        .mount("/", without(routes![plain_delete]))
        .mount("/below", with::<Api>(routes![plain, plain_delete]))
        .attach(fairing());
    let client = launch(app);
    assert_eq!(
        ask(&client, "OPTIONS", "/below/plain", &[APP, acrm("DELETE")]),
        "204 allow-headers=content-type allow-methods=GET,DELETE allow-origin=https://app.example \
         vary=Origin, Access-Control-Request-Method"
    );
    assert_eq!(ask(&client, "TRACE", "/plain", &[APP]), "404");
}

#[test]
fn one_list_may_be_mounted_at_several_places() {
    let stated = with::<Api>(routes![plain]);
    let unstated = without(routes![plain_delete]);
    let app = bare()
        .mount("/", [stated.clone(), unstated.clone()].concat())
        .mount("/v1", stated.clone())
        .mount("/v1/below", [stated, unstated].concat());
    let client = launch(app.attach(fairing()));
    for path in ["/plain", "/v1/plain", "/v1/below/plain"] {
        let readable = "200 allow-origin=https://app.example vary=Origin";
        assert_eq!(ask(&client, "GET", path, &[APP]), readable, "{path}");
        assert_eq!(ask(&client, "TRACE", path, &[APP]), "404", "{path}");
    }
}
