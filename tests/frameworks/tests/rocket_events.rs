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
    fairing::AdHoc,
    get,
    http::{Header, Method},
    local::blocking::Client,
    post, put, routes,
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"], on_refused = forbid)]
struct Front;

#[cors(origins = ["https://app.example:8080"])]
#[get("/")]
const fn list() {}

#[cors(origins = ["https://app.example:8080"], on_refused = forbid)]
#[put("/strict")]
const fn strict() {}

#[get("/foreign")]
const fn foreign() {}

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
}
