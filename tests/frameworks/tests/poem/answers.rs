//! What must not change in an answer because of us.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use cors::poem::{Route, cors, get};
use frameworks::{
    client,
    exchange::{Form, Request},
    poem_app,
};

use poem::{PathPattern, handler};

use crate::support::{ACTUAL, APP, EVIL, FORBIDDEN, acrm, ask, list, respond};

const FORMS: [Form; 2] = [Form::Routes, Form::Table];

#[tokio::test]
async fn a_preflight_has_no_body() {
    let app = poem::Route::new().at("/", get(list));
    let response = respond(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await;
    assert!(response.into_body().into_vec().await.unwrap().is_empty());
}

/// Preflights for paths without a parameter do not pass poem's router, which says in the data of its answers what matched.
#[tokio::test]
async fn an_answer_says_which_path_matched() {
    let app = Route::new().at("/x/:id", get(list));
    let app =
        Route::new().nest("/api", app.at("/y", get(list)).at("/", get(list))).at("/z", get(list)).finish();
    for (path, matched) in [
        ("/api/x/7", "/api/x/:id"),
        ("/api/y", "/api/y"),
        ("/api", "/api/"),
        ("/api/", "/api/"),
        ("/z", "/z"),
    ] {
        for (method, headers) in [("OPTIONS", [APP, acrm("GET")].as_slice()), ("GET", &[APP])] {
            let response = respond(&app, method, path, headers).await;
            let pattern = response.data::<PathPattern>().map(|pattern| pattern.0.to_string());
            assert_eq!(pattern.as_deref(), Some(matched), "{method} {path}");
        }
    }
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
#[handler]
fn guarded() -> &'static str {
    "guarded"
}

#[tokio::test]
async fn a_handler_for_options_gets_what_is_no_preflight() {
    let app =
        Route::new().at("/", get(list).options(list)).at("/guarded", get(list).options(guarded)).finish();
    let preflight = ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await;
    assert!(
        preflight.starts_with("204 allow-methods=GET,OPTIONS allow-origin=https://app.example "),
        "{preflight}"
    );
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/", &[acrm("GET")]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "OPTIONS", "/guarded", &[EVIL]).await, FORBIDDEN);
    let body = respond(&app, "OPTIONS", "/guarded", &[]).await.into_body().into_string().await.unwrap();
    assert_eq!(body, "guarded");
}

#[test]
fn a_stream_stays_a_stream() {
    for form in FORMS {
        let server = poem_app::start(form).unwrap();
        let request = Request::new("GET", "/stream", &[("Origin", b"https://app.example")]);
        let answer = client::send(server.address, &client::bytes(&request)).unwrap();
        assert_eq!(answer.values("transfer-encoding").collect::<Vec<_>>(), ["chunked"]);
        let body = String::from_utf8(answer.body).unwrap();
        assert_eq!(body, "6\r\nfirst,\r\n6\r\nsecond\r\n0\r\n\r\n");
    }
}

#[test]
fn a_web_socket_works_behind_the_policy() {
    for form in FORMS {
        let server = poem_app::start(form).unwrap();
        let mut stream = TcpStream::connect(server.address).unwrap();
        let head = "GET /socket HTTP/1.1\r\nHost: api.example\r\nOrigin: https://app.example\r\n\
                    Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut byte = [0];
        while !answer.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&answer));
        // A masked text frame "hi" with the mask 0, and the same from the server, unmasked.
        stream.write_all(&[0x81, 0x82, 0, 0, 0, 0, b'h', b'i']).unwrap();
        let mut frame = [0; 4];
        stream.read_exact(&mut frame).unwrap();
        assert_eq!(frame, [0x81, 2, b'h', b'i']);
    }
}
