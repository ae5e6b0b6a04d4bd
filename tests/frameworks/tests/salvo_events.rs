//! Each refused request is one event. A program has one listener, hence this file.
#![cfg(test)]

use std::{net::SocketAddr, sync::Mutex};

use cors::{
    CorsPolicy,
    salvo::{Router, cors},
};
use frameworks::{client, salvo_app};
use salvo::prelude::handler;

#[derive(CorsPolicy)]
#[policy(origins = ["https://front.example"], methods = [GET, PUT, DELETE])]
struct Front;

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example:8080"])]
struct Shared;

#[cors(Shared)]
#[handler]
fn list() -> &'static str {
    "list"
}

#[cors(Shared)]
#[handler]
fn change() -> &'static str {
    "change"
}

#[handler]
fn plain() -> &'static str {
    "plain"
}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn events(address: SocketAddr, method: &str, path: &str, requested: Option<&str>) -> Vec<String> {
    let requested = requested.map(|method| format!("Access-Control-Request-Method: {method}\r\n"));
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\
         Origin: https://app.example:3000\r\n{}\r\n",
        requested.unwrap_or_default()
    );
    client::send(address, request.as_bytes()).unwrap();
    std::mem::take(&mut EVENTS.lock().unwrap())
}

#[test]
fn one_event_a_request() {
    cors::on_refusal(|event| EVENTS.lock().unwrap().push(event.to_string())).unwrap();
    let routes = || {
        Router::new()
            .push(Router::with_path("orders").get(list).put(change))
            .push(Router::with_path("orders").delete(change))
            .push(salvo::Router::with_path("foreign").get(plain))
    };
    let own = salvo_app::serve(routes().finish()).unwrap();
    let front = salvo_app::serve(routes().policy::<Front>().finish()).unwrap();
    let wanted = "refused: origin \"https://app.example:3000\" is not allowed: \
                  it differs only in the port: 3000, allowed is 8080; policy salvo_events::Shared; \
                  handler salvo_events::";
    for address in [own, front] {
        for (method, requested, kind, handler) in [
            ("GET", None, "request", "list"),
            ("OPTIONS", Some("GET"), "preflight", "list"),
            ("OPTIONS", Some("HEAD"), "preflight", "list"),
            ("DELETE", None, "request", "change"),
            ("OPTIONS", Some("PUT"), "preflight", "change"),
        ] {
            let events = events(address, method, "/orders", requested);
            assert_eq!(events.len(), 1, "{method}: {events:?}");
            assert!(events[0].starts_with(&format!("CORS {kind} {wanted}{handler} (")), "{events:?}");
        }
    }
    // By the policy of the application.
    for (method, path, requested) in [
        ("GET", "/foreign", None),
        ("OPTIONS", "/foreign", Some("GET")),
        ("OPTIONS", "/nowhere", Some("PUT")),
        ("PATCH", "/orders", None),
        ("OPTIONS", "/orders", Some("PATCH")),
    ] {
        let events = events(front, method, path, requested);
        assert_eq!(events.len(), 1, "{method} {path}: {events:?}");
        assert!(events[0].ends_with("policy salvo_events::Front"), "{events:?}");
    }
    assert_eq!(
        events(own, "OPTIONS", "/orders", Some("PATCH")),
        ["CORS preflight refused: no handler on this path has a CORS policy for method \"PATCH\""]
    );
    // What is not ours is no event.
    for (method, path, requested) in [
        ("GET", "/foreign", None),
        ("OPTIONS", "/foreign", Some("GET")),
        ("OPTIONS", "/nowhere", Some("GET")),
    ] {
        assert_eq!(events(own, method, path, requested), Vec::<String>::new(), "{method} {path}");
    }
}
