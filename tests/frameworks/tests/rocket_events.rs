//! Each refused request is one event, however many pieces it passes. A program has one listener, hence this file.
#![cfg(test)]

use std::sync::Mutex;

use cors::{
    CorsPolicy,
    rocket::{SkipPreflight, cors, fairing, with},
};
use rocket::{
    Build, Rocket,
    config::{Config, LogLevel},
    delete,
    fairing::AdHoc,
    get,
    http::{Header, Method},
    local::blocking::Client,
    post, put, routes,
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"], on_refused = forbid)]
struct Front;

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example:3000"])]
struct Api;

#[cors(origins = ["https://app.example:8080"])]
#[get("/")]
const fn list() {}

#[cors(origins = ["https://app.example:8080"], on_refused = forbid)]
#[put("/strict")]
const fn strict() {}

#[get("/foreign")]
const fn foreign() {}

#[cors(origins = ["https://app.example:3000"])]
#[put("/passing/<_id>")]
fn passing(_id: u32) {}

#[put("/passing/<_name>", rank = 2)]
fn behind(_name: &str) {}

#[cors(off)]
#[put("/passing/<_name>", rank = 3)]
fn off(_name: &str) {}

#[cors(origins = ["https://app.example:8080"])]
#[post("/refusing/<_id>")]
fn refusing(_id: u32) {}

#[post("/refusing/<_name>", rank = 2)]
fn behind_refusing(_name: &str) {}

#[delete("/apps/<_id>")]
fn of_app(_id: u32) {}

#[cors(off)]
#[delete("/apps/<_name>", rank = 2)]
fn off_behind(_name: &str) {}

#[delete("/others/<_id>")]
fn of_app_too(_id: u32) {}

#[cors(origins = ["https://app.example:8080"])]
#[delete("/others/<_name>", rank = 2)]
fn own_behind(_name: &str) {}

#[post("/stated")]
const fn stated() {}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn events(
    client: &Client,
    method: Method,
    path: &'static str,
    requested: Option<&'static str>,
) -> Vec<String> {
    let mut request = client.req(method, path).header(Header::new("origin", "https://app.example:3000"));
    if let Some(requested) = requested {
        request.add_header(Header::new("access-control-request-method", requested));
    }
    drop(request.dispatch());
    std::mem::take(&mut EVENTS.lock().unwrap())
}

fn bare() -> Rocket<Build> {
    let config = Config { log_level: LogLevel::Off, ..Config::debug_default() };
    rocket::custom(config)
        .mount("/", routes![list, strict, foreign])
        .mount("/", with::<Front>(routes![stated]))
}

#[test]
fn one_event_a_request() {
    cors::on_refusal(|event| EVENTS.lock().unwrap().push(event.to_string())).unwrap();
    let nothing = || SkipPreflight(AdHoc::on_request("nothing", |_, _| Box::pin(async {})));
    for app in [
        bare().attach(fairing()),
        bare().attach(nothing()).attach(fairing()),
        bare().attach(fairing().policy::<Front>()),
        bare().attach(nothing()).attach(nothing()).attach(fairing().policy::<Front>()),
    ] {
        let client = Client::untracked(app).unwrap();
        let wanted = "refused: origin \"https://app.example:3000\" is not allowed: \
                      it differs only in the port: 3000, allowed is 8080; policy ";
        for (method, path, requested, kind, handler) in [
            (Method::Get, "/", None, "request", "list"),
            (Method::Options, "/", Some("GET"), "preflight", "list"),
            (Method::Put, "/strict", None, "request", "strict"),
            (Method::Options, "/strict", Some("PUT"), "preflight", "strict"),
        ] {
            let events = events(&client, method, path, requested);
            assert_eq!(events.len(), 1, "{method} {path}: {events:?}");
            assert!(events[0].starts_with(&format!("CORS {kind} {wanted}")), "{events:?}");
            assert!(events[0].contains(&format!("; handler rocket_events::{handler} (")), "{events:?}");
        }
        let of_stated = events(&client, Method::Post, "/stated", None);
        assert_eq!(of_stated.len(), 1, "{of_stated:?}");
        assert!(of_stated[0].contains("; handler stated ("), "{of_stated:?}");
    }
    let client = Client::untracked(bare().attach(fairing())).unwrap();
    assert_eq!(
        events(&client, Method::Options, "/", Some("PUT")),
        ["CORS preflight refused: no handler on this path has a CORS policy for method \"PUT\""]
    );
    // What is not ours is no event.
    assert_eq!(events(&client, Method::Get, "/foreign", None), Vec::<String>::new());
    // Unless the application has a policy, which forbids it here.
    let client = Client::untracked(bare().attach(fairing().policy::<Front>())).unwrap();
    for path in ["/foreign", "/nowhere"] {
        let events = events(&client, Method::Get, path, None);
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].starts_with("CORS request refused: origin"), "{events:?}");
    }
    passed_on();
}

fn passed_on() {
    let wanted =
        "CORS request refused: it was passed on to a handler that does not let its origin in; policy ";
    let client =
        Client::untracked(bare().mount("/", routes![passing, behind, off]).attach(fairing())).unwrap();
    let kept = events(&client, Method::Put, "/passing/seven", None);
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].starts_with(wanted), "{kept:?}");
    assert!(kept[0].contains("; handler rocket_events::passing ("), "{kept:?}");

    let routes = routes![of_app, off_behind, of_app_too, own_behind];
    let client = Client::untracked(bare().mount("/", routes).attach(fairing().policy::<Api>())).unwrap();
    let kept_out = events(&client, Method::Delete, "/apps/seven", None);
    assert_eq!(kept_out, [format!("{wanted}rocket_events::Api")]);
    let kept_out = events(&client, Method::Delete, "/others/seven", None);
    assert_eq!(kept_out.len(), 1, "{kept_out:?}");
    assert!(kept_out[0].contains("; handler rocket_events::own_behind ("), "{kept_out:?}");

    let routes = routes![refusing, behind_refusing];
    let client = Client::untracked(bare().mount("/", routes).attach(fairing().policy::<Front>())).unwrap();
    let forbidden = events(&client, Method::Post, "/refusing/seven", None);
    assert_eq!(forbidden.len(), 1, "{forbidden:?}");
    assert!(forbidden[0].contains("; policy rocket_events::Front"), "{forbidden:?}");
}
